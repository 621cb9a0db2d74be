/*
 * The harness as a program, for native OpenSSL: reads "setup SIZE NAME" and "run TIMES", one a line, and answers with 1 or
 * 0, and behind a run the nanoseconds that it took.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "harness.h"

static long long now_ns(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

int main(void)
{
    char line[256];

    while (fgets(line, sizeof(line), stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "setup ", 6) == 0) {
            char *name;
            long size = strtol(line + 6, &name, 10);

            printf("%d\n", *name == ' ' && harness_setup(name + 1, (int)size));
        } else if (strncmp(line, "run ", 4) == 0) {
            long long start = now_ns();
            int ok = harness_run(atoi(line + 4));

            printf("%d %lld\n", ok, now_ns() - start);
        }
        fflush(stdout);
    }
    return 0;
}
