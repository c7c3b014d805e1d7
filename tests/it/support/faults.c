/* Between the program under test and the C library (faults.rs):
   - while FAULTS/readonly, FAULTS/full or FAULTS/sync is there, files under FAULTS_UNDER cannot be
     written (EROFS, ENOSPC) or synced (EIO); while FAULTS/unreadable is there, they cannot be read (EIO);
   - before the KILL_AT-th write, sync or message the process dies;
   - COUNT_INTO is where their number is left at the end. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static int calls;

static void count(void) {
    int n = __atomic_add_fetch(&calls, 1, __ATOMIC_SEQ_CST);
    const char *at = getenv("KILL_AT");
    if (at && n == atoi(at)) kill(getpid(), SIGKILL);
}

__attribute__((destructor)) static void leave_count(void) {
    const char *file = getenv("COUNT_INTO");
    FILE *out = file ? fopen(file, "w") : NULL;
    if (out) {
        fprintf(out, "%d", calls);
        fclose(out);
    }
}

static int triggered(const char *what) {
    const char *folder = getenv("FAULTS");
    char path[4096];
    if (!folder) return 0;
    snprintf(path, sizeof path, "%s/%s", folder, what);
    return access(path, F_OK) == 0;
}

static int under(const char *path) {
    const char *data = getenv("FAULTS_UNDER");
    return data && strncmp(path, data, strlen(data)) == 0 && (path[strlen(data)] == '/' || !path[strlen(data)]);
}

static int fd_under(int fd) {
    char link[64], path[4096];
    if (!getenv("FAULTS_UNDER")) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return under(path);
}

static int no_writing(void) { return triggered("readonly") ? EROFS : triggered("full") ? ENOSPC : 0; }

static int fails(int wrong) {
    errno = wrong;
    return wrong;
}

#define REAL(name, ...) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))(__VA_ARGS__)
#define CANNOT_WRITE(fd) (fd_under(fd) && fails(no_writing()))

ssize_t write(int fd, const void *b, size_t n) {
    count();
    return CANNOT_WRITE(fd) ? -1 : REAL(write, fd, b, n);
}
ssize_t pwrite(int fd, const void *b, size_t n, off_t at) {
    count();
    return CANNOT_WRITE(fd) ? -1 : REAL(pwrite, fd, b, n, at);
}
ssize_t pwrite64(int fd, const void *b, size_t n, off64_t at) {
    count();
    return CANNOT_WRITE(fd) ? -1 : REAL(pwrite64, fd, b, n, at);
}
#define CANNOT_READ(fd) (triggered("unreadable") && fd_under(fd) && fails(EIO))
ssize_t read(int fd, void *b, size_t n) { return CANNOT_READ(fd) ? -1 : REAL(read, fd, b, n); }
ssize_t pread(int fd, void *b, size_t n, off_t at) { return CANNOT_READ(fd) ? -1 : REAL(pread, fd, b, n, at); }
ssize_t pread64(int fd, void *b, size_t n, off64_t at) { return CANNOT_READ(fd) ? -1 : REAL(pread64, fd, b, n, at); }
int ftruncate(int fd, off_t n) {
    count();
    return CANNOT_WRITE(fd) ? -1 : REAL(ftruncate, fd, n);
}
int ftruncate64(int fd, off64_t n) {
    count();
    return CANNOT_WRITE(fd) ? -1 : REAL(ftruncate64, fd, n);
}
ssize_t send(int fd, const void *b, size_t n, int flags) {
    count();
    return REAL(send, fd, b, n, flags);
}
int fsync(int fd) {
    count();
    return fd_under(fd) && triggered("sync") ? (errno = EIO, -1) : REAL(fsync, fd);
}
int fdatasync(int fd) {
    count();
    return fd_under(fd) && triggered("sync") ? (errno = EIO, -1) : REAL(fdatasync, fd);
}

/* Opening for writing. A full disk lets files be opened, only not be made. */
static int cannot_open(const char *path, int flags) {
    if (!under(path)) return 0;
    if ((flags & O_ACCMODE) != O_RDONLY && triggered("readonly")) return fails(EROFS);
    if ((flags & O_CREAT) && access(path, F_OK) != 0) return fails(no_writing());
    return 0;
}

#define OPEN(name)                                             \
    int name(const char *path, int flags, ...) {               \
        mode_t mode = 0;                                       \
        if (flags & (O_CREAT | O_TMPFILE)) {                   \
            va_list more;                                      \
            va_start(more, flags);                             \
            mode = va_arg(more, mode_t);                       \
            va_end(more);                                      \
        }                                                      \
        if (cannot_open(path, flags)) return -1;               \
        return REAL(name, path, flags, mode);                  \
    }
OPEN(open)
OPEN(open64)

int mkdir(const char *path, mode_t mode) { return under(path) && fails(no_writing()) ? -1 : REAL(mkdir, path, mode); }
int rename(const char *from, const char *to) {
    count();
    return under(to) && triggered("readonly") ? (errno = EROFS, -1) : REAL(rename, from, to);
}
int unlink(const char *path) { return under(path) && triggered("readonly") ? (errno = EROFS, -1) : REAL(unlink, path); }
