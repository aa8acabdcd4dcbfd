/* A disk that fails, for tests: put before the C library of a program (LD_PRELOAD).
 *
 * CONVENE_DISK names a folder of which the files may fail, CONVENE_FAULT a file. While that file is there and begins with F, writing below
 * the folder fails as on a full disk; with I, as on a broken one; each third call does, the others go through, so that a write is
 * cut off in its middle at every place sooner or later. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_uint calls;

/* Returns the error that a call on an open file meets, 0 for none. */
static int fault(int file) {
    const char *folder = getenv("CONVENE_DISK"), *control = getenv("CONVENE_FAULT");
    if (!folder || !control) return 0;
    int open_control = open(control, O_RDONLY | O_CLOEXEC);
    if (open_control < 0) return 0;
    char kind = 0;
    ssize_t got = read(open_control, &kind, 1);
    close(open_control);
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (got != 1 || length < 0) return 0;
    path[length] = 0;
    if (strncmp(path, folder, strlen(folder)) != 0) return 0;
    if (atomic_fetch_add(&calls, 1) % 3 != 0) return 0;
    return kind == 'F' ? ENOSPC : kind == 'I' ? EIO : 0;
}

#define FAILING(result, name, parameters, arguments)                       \
    result name parameters {                                               \
        static result(*real) parameters;                                   \
        if (!real) *(void **)&real = dlsym(RTLD_NEXT, #name);              \
        int met = fault(file);                                             \
        if (met) return errno = met, -1;                                   \
        return real arguments;                                             \
    }

FAILING(ssize_t, pwrite, (int file, const void *bytes, size_t n, off_t at), (file, bytes, n, at))
FAILING(ssize_t, pwrite64, (int file, const void *bytes, size_t n, off64_t at), (file, bytes, n, at))
FAILING(ssize_t, write, (int file, const void *bytes, size_t n), (file, bytes, n))
FAILING(int, fsync, (int file), (file))
FAILING(int, fdatasync, (int file), (file))
FAILING(int, ftruncate, (int file, off_t size), (file, size))
FAILING(int, ftruncate64, (int file, off64_t size), (file, size))
