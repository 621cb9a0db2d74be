/* The passphrase of a key, from the JavaScript of the call that needs it. */
#include "key/passphrase.h"

#include "shim.h"

/* The length of the passphrase written to buffer, -1 for none. */
IMPORT(passphrase) int js_passphrase(char *buffer, size_t max, int writing);

int on_passphrase(char *buffer, int max, int writing, void *arg)
{
    int len;

    (void)arg;
    if (max <= 0)
        return -1;
    len = js_passphrase(buffer, (size_t)max, writing);
    return len <= max ? len : -1;
}
