#ifndef TSO_PASSPHRASE_H
#define TSO_PASSPHRASE_H

/* A pem_password_cb that asks the JavaScript of the call in progress. */
int on_passphrase(char *buffer, int max, int writing, void *arg);

#endif
