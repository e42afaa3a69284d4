/* A wall clock that is set while a program runs: preloaded before the C library, it adds to the
   real time the seconds that stand in the file named by WALL_CLOCK. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, struct timespec *time)
{
    int outcome = (int)syscall(SYS_clock_gettime, clock, time);
    const char *path = getenv("WALL_CLOCK");
    if (outcome == 0 && path != NULL && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) {
        FILE *file = fopen(path, "r");
        long seconds = 0;
        if (file != NULL) {
            if (fscanf(file, "%ld", &seconds) != 1)
                seconds = 0;
            fclose(file);
        }
        time->tv_sec += seconds;
    }
    return outcome;
}
