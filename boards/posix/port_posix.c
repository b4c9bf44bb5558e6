/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * A process of Linux or another POSIX system as a board. Its UART is a pseudo-terminal whose path is
 * printed, and linked from $UPCALL_TTY if that is set. $UPCALL_DEVICE and $UPCALL_NAME say who it is.
 * Where parameters may be pushed, $UPCALL_KEY_FILE has the device's key, before one that is built in,
 * and $UPCALL_STORE is the file in which they are kept. $UPCALL_BAUD gives the terminal, which has no
 * speed of its own, that of a UART whose 4 kB of buffer each way pass while the processor computes.
 *
 * The process keeps the terminal's other end open too, so that a host may come and go: what is sent
 * meanwhile waits in the terminal's buffer.
 */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 600

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "identity.h"
#include "upcall_port.h"

#define EXIT_FAULT 70 /* sysexits.h EX_SOFTWARE, plus the status */

static upcall_port_t port;
static int terminal = -1;
static int is_full; /* whether the terminal did not take all of the last write */

#define LINE_BUFFER 4096u

/* One direction of the line: when all that it was given so far has passed, in nanoseconds. */
typedef struct {
    uint64_t free_at;
} line_t;

static line_t line_in;
static line_t line_out;
static uint64_t byte_nanos; /* 0: as fast as the terminal takes them */

static void fail(const char *what)
{
    perror(what);
    exit(EXIT_FAILURE);
}

/* read and write say "nothing now" in several ways; everything else means the line is gone. */
static int moved(ssize_t count)
{
    if (count >= 0) {
        return (int)count;
    }
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR ? 0 : -1;
}

static uint64_t nanos(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* How many of so many bytes the line has room for. */
static int room(line_t *line, int length)
{
    if (byte_nanos == 0u) {
        return length;
    }
    const uint64_t now = nanos();
    const uint64_t longest = LINE_BUFFER * byte_nanos;
    if (line->free_at + longest < now) {
        line->free_at = now - longest;
    }
    const uint64_t bytes = line->free_at < now ? (now - line->free_at) / byte_nanos : 0u;
    return bytes < (uint64_t)length ? (int)bytes : length;
}

static void passed(line_t *line, int count)
{
    line->free_at += count > 0 ? (uint64_t)count * byte_nanos : 0u;
}

static int port_read(uint8_t *data, int capacity)
{
    const int most = room(&line_in, capacity);
    const int count = most == 0 ? 0 : moved(read(terminal, data, (size_t)most));
    passed(&line_in, count);
    return count;
}

static int port_write(const uint8_t *data, int length)
{
    const int most = room(&line_out, length);
    const int taken = most == 0 ? 0 : moved(write(terminal, data, (size_t)most));
    passed(&line_out, taken);
    is_full = taken < length;
    return taken;
}

static uint32_t port_millis(void)
{
    return (uint32_t)(nanos() / 1000000u);
}

static void port_sleep(uint32_t milliseconds)
{
    if (byte_nanos > 0u && (is_full || room(&line_in, 1) == 0)) {
        /* The terminal has room or bytes, and the line has not: a little later. */
        (void)poll(NULL, 0, 1);
        return;
    }
    struct pollfd line = {.fd = terminal, .events = is_full ? POLLIN | POLLOUT : POLLIN};
    /* Of a full terminal nobody may ever read: that is no reason to run hot. */
    const uint32_t least = is_full ? 1u : 0u;
    const uint32_t wait = milliseconds > least ? milliseconds : least;
    (void)poll(&line, 1, wait < 60000u ? (int)wait : 60000);
}

static void port_fault(upcall_status_t status)
{
    fprintf(stderr, "upcall: fault %d\n", (int)status);
    exit(EXIT_FAULT + (int)status);
}

/* There are no interrupts here. */
static uint32_t port_lock(void)
{
    return 0u;
}

static void port_unlock(uint32_t state)
{
    (void)state;
}

static void open_terminal(void)
{
    terminal = posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0 || grantpt(terminal) != 0 || unlockpt(terminal) != 0) {
        fail("pseudo-terminal");
    }
    const char *path = ptsname(terminal);
    const int other_end = path == NULL ? -1 : open(path, O_RDWR | O_NOCTTY);
    struct termios settings;
    if (other_end < 0 || tcgetattr(other_end, &settings) != 0) {
        fail("pseudo-terminal");
    }
    cfmakeraw(&settings);
    if (tcsetattr(other_end, TCSANOW, &settings) != 0 ||
        fcntl(terminal, F_SETFL, O_NONBLOCK) != 0) {
        fail("pseudo-terminal");
    }
    const char *link = getenv("UPCALL_TTY");
    if (link != NULL) {
        char byte;
        if (readlink(link, &byte, 1) >= 0) {
            (void)unlink(link); /* an earlier run's; anything else there is somebody's */
        }
        if (symlink(path, link) != 0) {
            fail(link);
        }
    }
    printf("upcall: serial port %s\n", path);
    (void)fflush(stdout);
}

/* A start bit, eight, a stop bit. */
static uint64_t line_speed(void)
{
    const char *baud = getenv("UPCALL_BAUD");
    const unsigned long speed = baud == NULL ? 0u : strtoul(baud, NULL, 10);
    return speed == 0u ? 0u : 10000000000u / speed;
}

static uint32_t random_word(void)
{
    uint32_t word = 0u;
    const int source = open("/dev/urandom", O_RDONLY);
    if (source < 0 || read(source, &word, sizeof word) != (ssize_t)sizeof word) {
        fail("/dev/urandom");
    }
    (void)close(source);
    return word;
}

#if UPCALL_PARAMETERS > 0
static uint8_t key[UPCALL_KEY_BYTES];

/* Reads 64 hexadecimal digits; nothing is taken for a key that is none. */
static void read_key(const char *path)
{
    char text[2u * UPCALL_KEY_BYTES + 1u] = "";
    FILE *file = fopen(path, "r");
    if (file == NULL || fscanf(file, " %64[0-9a-fA-F]", text) != 1
        || strlen(text) != 2u * UPCALL_KEY_BYTES) {
        fprintf(stderr, "upcall: no key of 64 hexadecimal digits in %s\n", path);
        exit(EXIT_FAILURE);
    }
    (void)fclose(file);
    for (size_t i = 0; i < UPCALL_KEY_BYTES; i++) {
        const char digits[3] = {text[2u * i], text[2u * i + 1u], '\0'};
        key[i] = (uint8_t)strtoul(digits, NULL, 16);
    }
}

/* Whole or not at all: another file is written, then takes the place. */
static int port_store(const void *data, int length)
{
    const char *path = getenv("UPCALL_STORE");
    char draft[4096];
    if (path == NULL || snprintf(draft, sizeof draft, "%s.new", path) >= (int)sizeof draft) {
        return -1;
    }
    const int file = open(draft, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0) {
        return -1;
    }
    const bool written = write(file, data, (size_t)length) == length && fsync(file) == 0;
    return close(file) == 0 && written && rename(draft, path) == 0 ? length : -1;
}

static int port_load(void *data, int length)
{
    const int file = open(getenv("UPCALL_STORE"), O_RDONLY);
    const int count = file < 0 ? -1 : (int)read(file, data, (size_t)length);
    (void)close(file);
    return count;
}

static void keep_parameters(void)
{
    const char *path = getenv("UPCALL_KEY_FILE");
    if (path != NULL) {
        read_key(path);
    }
    port.key = path != NULL ? key : upcall_device_key;
    if (getenv("UPCALL_STORE") != NULL) {
        port.store = port_store;
        port.load = port_load;
    }
}
#endif

const upcall_port_t *upcall_board_init(void)
{
    open_terminal();
    const char *device = getenv("UPCALL_DEVICE");
    port.read = port_read;
    port.write = port_write;
    port.millis = port_millis;
    port.sleep = port_sleep;
    port.fault = port_fault;
    port.lock = port_lock;
    port.unlock = port_unlock;
    byte_nanos = line_speed();
    port.device_id = device == NULL ? upcall_device_id : (uint32_t)strtoul(device, NULL, 0);
    port.boot = upcall_next_boot(random_word());
    port.name = getenv("UPCALL_NAME");
#if UPCALL_PARAMETERS > 0
    keep_parameters();
#endif
    return &port;
}
