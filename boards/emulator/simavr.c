/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/*
 * Runs an AVR's image in libsimavr (GPL-3.0, linked where this is compiled), as QEMU runs that of
 * other boards, whose arguments it takes:
 *
 *     -m CHIP -f HZ         what it is
 *     -kernel ELF           32 bits, little endian; what is to be loaded goes to the flash
 *     -serial pty|null      USART0
 *     -device loader,addr=ADDR,data=WORD,data-len=4     in RAM before the start
 *     -gdb, -monitor unix:PATH,...    simavr_debug.c;  -S: wait for the former
 *     -plugin FILE,...      simavr_count.c; there is no plugin to load
 *     -stack ADDR           where the stack ends: below it, the run ends, as the chip cannot tell
 *
 * A restart of the firmware ends it. With a serial port it is not faster than the chip.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <simavr/avr_uart.h>
#include <simavr/sim_cycle_timers.h>
#include <simavr/sim_io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "simavr.h"

enum { STACK_POINTER = 0x5D, LOAD = 1, WRITE_WAIT_MS = 100, LOOK_HZ = 1000 };

static int serial = -1;
static int has_room = 1;
static avr_irq_t *receive;
static int stopped;
static struct timespec begun;
static uint64_t begun_cycle;

void fail(const char *message)
{
    fprintf(stderr, "simavr: %s\n", message);
    exit(1);
}

static uint32_t word(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

/* Segments go to where they are loaded, which for data is behind the code. */
static void load(avr_t *avr, const char *path)
{
    static uint8_t elf[1 << 24];
    FILE *file = fopen(path, "rb");
    const size_t size = file == NULL ? 0 : fread(elf, 1, sizeof elf, file);
    if (size < 52 || memcmp(elf, "\177ELF\1\1", 6) != 0) {
        fail("no image of 32 bits");
    }
    fclose(file);
    for (int i = 0; i < (elf[44] | elf[45] << 8); i++) {
        const uint8_t *segment = elf + word(elf + 28) + 32 * (size_t)i;
        const uint32_t offset = word(segment + 4);
        const uint32_t address = word(segment + 12);
        const uint32_t bytes = word(segment + 16);
        if (word(segment) == LOAD && bytes > 0) {
            if ((uint64_t)offset + bytes > size || (uint64_t)address + bytes > avr->flashend + 1u) {
                fail("the image does not fit the chip");
            }
            memcpy(avr->flash + address, elf + offset, bytes);
        }
    }
    avr->codeend = avr->flashend;
}

static void sent(avr_irq_t *irq, uint32_t value, void *parameter)
{
    const uint8_t byte = (uint8_t)value;
    (void)irq;
    (void)parameter;
    if (serial >= 0 && write(serial, &byte, 1) < 0 && errno == EAGAIN) {
        /* Nobody may be there to read. */
        struct pollfd waiting = {.fd = serial, .events = POLLOUT};
        if (poll(&waiting, 1, WRITE_WAIT_MS) > 0 && write(serial, &byte, 1) < 0) {
            fail("the serial port is gone");
        }
    }
}

static void may_receive(avr_irq_t *irq, uint32_t value, void *parameter)
{
    (void)irq;
    (void)value;
    has_room = parameter != NULL;
}

static void open_serial(avr_t *avr, int terminal)
{
    uint32_t flags = 0;
    avr_ioctl(avr, AVR_IOCTL_UART_SET_FLAGS('0'), &flags);
    receive = avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_INPUT);
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUTPUT), sent,
                            NULL);
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XON),
                            may_receive, avr);
    avr_irq_register_notify(avr_io_getirq(avr, AVR_IOCTL_UART_GETIRQ('0'), UART_IRQ_OUT_XOFF),
                            may_receive, NULL);
    if (!terminal) {
        return;
    }
    struct termios raw;
    serial = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
    if (serial < 0 || grantpt(serial) != 0 || unlockpt(serial) != 0) {
        fail("no pseudo-terminal");
    }
    /* Kept open, so that the line does not hang up when a host does. */
    const int other = open(ptsname(serial), O_RDWR | O_NOCTTY);
    tcgetattr(other, &raw);
    cfmakeraw(&raw);
    tcsetattr(other, TCSANOW, &raw);
    printf("char device redirected to %s (label serial0)\n", ptsname(serial));
    fflush(stdout);
}

/* Not ahead of the clock on the wall; behind it by what it takes. */
static void wait_for_wall(const avr_t *avr)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const double passed = (double)(now.tv_sec - begun.tv_sec) + 1e-9 * (double)(now.tv_nsec - begun.tv_nsec);
    const double ahead = (double)(avr->cycle - begun_cycle) / avr->frequency - passed;
    if (ahead > 0) {
        usleep((useconds_t)(1e6 * ahead));
    } else if (ahead < -0.05) {
        begun = now;
        begun_cycle = avr->cycle;
    }
}

static avr_cycle_count_t look_around(avr_t *avr, avr_cycle_count_t when, void *parameter)
{
    uint8_t byte;
    (void)parameter;
    while (serial >= 0 && has_room && read(serial, &byte, 1) == 1) {
        avr_raise_irq(receive, byte);
    }
    if (serial >= 0) {
        wait_for_wall(avr);
    }
    debug_serve(avr, &stopped);
    return when + avr->frequency / LOOK_HZ;
}

/* Sleeping is bounded by look_around, which waits. */
static void do_not_wait(avr_t *avr, avr_cycle_count_t cycles)
{
    (void)avr;
    (void)cycles;
}

static void run(avr_t *avr, uint32_t stack_limit)
{
    uint64_t executed = 0;
    int has_stack = 0;
    for (;;) {
        const uint32_t pc = avr->pc;
        const uint64_t cycle = avr->cycle;
        const int runs = avr->state == cpu_Running;
        if (pc == 0 && executed > 0) {
            printf("simavr: restarted\n");
            return;
        }
        if (runs) {
            count_enter(avr, pc);
        }
        const int state = avr_run(avr);
        if (state == cpu_Done || state == cpu_Crashed) {
            printf("simavr: ended at 0x%x\n", pc);
            return;
        }
        if (runs) {
            executed++;
            count_leave(avr, pc, avr->cycle - cycle);
        }
        const uint32_t stack = avr->data[STACK_POINTER] | (uint32_t)avr->data[STACK_POINTER + 1] << 8;
        if (has_stack && stack + 1 < stack_limit) {
            printf("simavr: stack overflow at 0x%x\n", pc);
            return;
        }
        has_stack = has_stack || (stack_limit > 0 && stack > stack_limit);
    }
}

/* PATH of unix:PATH,options; NULL for another kind. */
static char *socket_path(char *text)
{
    if (strncmp(text, "unix:", 5) != 0) {
        return NULL;
    }
    text[strcspn(text, ",")] = 0;
    return text + 5;
}

int main(int argc, char **argv)
{
    const char *chip = "";
    const char *image = "";
    const char *gdb = NULL;
    const char *monitor = NULL;
    unsigned long hertz = 0;
    uint32_t stack_limit = 0;
    int terminal = 0;
    unsigned long address = 0;
    unsigned long data = 0;
    for (int i = 1; i < argc; i++) {
        char *value = i + 1 < argc ? argv[i + 1] : argv[i];
        if (strcmp(argv[i], "-S") == 0) {
            stopped = 1;
        } else if (strcmp(argv[i], "-no-reboot") != 0) {
            const char *name = argv[i++];
            if (strcmp(name, "-m") == 0) {
                chip = value;
            } else if (strcmp(name, "-f") == 0) {
                hertz = strtoul(value, NULL, 10);
            } else if (strcmp(name, "-kernel") == 0) {
                image = value;
            } else if (strcmp(name, "-serial") == 0) {
                terminal = strcmp(value, "pty") == 0;
            } else if (strcmp(name, "-stack") == 0) {
                stack_limit = (uint32_t)strtoul(value, NULL, 16) - DATA_ORIGIN;
            } else if (strcmp(name, "-gdb") == 0) {
                gdb = socket_path(value);
            } else if (strcmp(name, "-monitor") == 0) {
                monitor = socket_path(value);
            } else if (strcmp(name, "-plugin") == 0) {
                count_begin(value);
            } else if (strcmp(name, "-device") == 0) {
                sscanf(value, "loader,addr=%lx,data=%lx", &address, &data);
            }
        }
    }
    avr_t *avr = avr_make_mcu_by_name(chip);
    if (avr == NULL) {
        fail("no such chip");
    }
    avr_init(avr);
    avr->frequency = (uint32_t)hertz;
    avr->run_cycle_limit = 1; /* an instruction at a time */
    avr->sleep = do_not_wait;
    load(avr, image);
    if (address >= DATA_ORIGIN && address - DATA_ORIGIN + 4 <= avr->ramend + 1u) {
        for (int i = 0; i < 4; i++) {
            avr->data[address - DATA_ORIGIN + (unsigned)i] = (uint8_t)(data >> 8 * i);
        }
    }
    debug_open(gdb, monitor);
    open_serial(avr, terminal);
    clock_gettime(CLOCK_MONOTONIC, &begun);
    debug_serve(avr, &stopped);
    avr_cycle_timer_register(avr, avr->frequency / LOOK_HZ, look_around, NULL);
    run(avr, stack_limit);
    return 0;
}
