/*
 * The two functions of the C library's stdio that OpenSSL calls, as far as it does: the library's own can print and read
 * numbers of 128 bits, in 25 KB.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/bio.h>

#define LINE_MAX_LEN 256

/* An assertion of OpenSSL's that has failed, on its way to stderr. */
int vfprintf(FILE *restrict file, const char *restrict format, va_list args)
{
    char line[LINE_MAX_LEN];

    BIO_vsnprintf(line, sizeof(line), format, args);
    return fputs(line, file);
}

/* A port of a URL: one number, "%u" or "%d". */
int sscanf(const char *restrict text, const char *restrict format, ...)
{
    va_list args;
    char *end;
    long number = strtol(text, &end, 10);

    /* A version of OpenSSL that asks for more must be told at once: crypto/http/http_lib.c was all when this was written. */
    if (strcmp(format, "%u") != 0 && strcmp(format, "%d") != 0)
        abort();
    if (end == text)
        return 0;
    va_start(args, format);
    *va_arg(args, int *) = (int)number;
    va_end(args);
    return 1;
}
