/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * A process of Linux or another POSIX system as a board. Its UART is a pseudo-terminal whose path is
 * printed, and linked from $UPCALL_TTY if that is set. $UPCALL_DEVICE and $UPCALL_NAME say who it is.
 *
 * The process keeps the terminal's other end open too, so that a host may come and go: what is sent
 * meanwhile waits in the terminal's buffer.
 */
#define _DEFAULT_SOURCE
#define _XOPEN_SOURCE 600

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "identity.h"
#include "upcall_port.h"

#define EXIT_FAULT 70 /* sysexits.h EX_SOFTWARE, plus the status */

static upcall_port_t port;
static int terminal = -1;

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

static int port_read(uint8_t *data, int capacity)
{
    return moved(read(terminal, data, (size_t)capacity));
}

static int port_write(const uint8_t *data, int length)
{
    return moved(write(terminal, data, (size_t)length));
}

static uint32_t port_millis(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint32_t)((uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u);
}

static void port_sleep(uint32_t milliseconds)
{
    struct pollfd line = {.fd = terminal, .events = POLLIN};
    (void)poll(&line, 1, milliseconds < 60000u ? (int)milliseconds : 60000);
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
    port.device_id = device == NULL ? upcall_device_id : (uint32_t)strtoul(device, NULL, 0);
    port.boot = upcall_next_boot(random_word());
    port.name = getenv("UPCALL_NAME");
    return &port;
}
