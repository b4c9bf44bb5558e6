/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "simavr.h"

enum { MAX_TEXT = 8192, INTERRUPT = 3 };

/* A socket that listens, and who is connected; -1 where there is none. */
typedef struct {
    int socket;
    int peer;
    char text[MAX_TEXT];
    size_t length;
} line_t;

static line_t gdb = {.socket = -1, .peer = -1};
static line_t monitor = {.socket = -1, .peer = -1};

static void listen_at(line_t *line, const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (path == NULL) {
        return;
    }
    if (strlen(path) >= sizeof address.sun_path) {
        fail("a socket's name is too long");
    }
    strcpy(address.sun_path, path);
    line->socket = socket(AF_UNIX, SOCK_STREAM, 0);
    if (line->socket < 0 || bind(line->socket, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(line->socket, 1) != 0) {
        fail("a socket cannot be made");
    }
}

void debug_open(const char *gdb_path, const char *monitor_path)
{
    listen_at(&gdb, gdb_path);
    listen_at(&monitor, monitor_path);
}

static void say(const line_t *line, const char *text)
{
    if (write(line->peer, text, strlen(text)) < 0) {
        fail("who asked has gone");
    }
}

/* Accepts and reads; whether somebody is new. */
static int hear(line_t *line)
{
    struct pollfd waiting = {.fd = line->peer >= 0 ? line->peer : line->socket, .events = POLLIN};
    if (waiting.fd < 0 || poll(&waiting, 1, 0) <= 0) {
        return 0;
    }
    if (line->peer < 0) {
        line->peer = accept(line->socket, NULL, NULL);
        line->length = 0;
        return line->peer >= 0;
    }
    const ssize_t count =
        read(line->peer, line->text + line->length, sizeof line->text - 1 - line->length);
    if (count <= 0) {
        close(line->peer);
        line->peer = -1;
        return 0;
    }
    line->length += (size_t)count;
    line->text[line->length] = 0;
    return 0;
}

static void forget(line_t *line, size_t count)
{
    line->length -= count;
    memmove(line->text, line->text + count, line->length + 1);
}

/* Memory at an address as the linker writes it; NULL where there is none. */
static uint8_t *memory(avr_t *avr, unsigned long address, unsigned long length)
{
    const unsigned long data = address - DATA_ORIGIN;
    if (address >= DATA_ORIGIN) {
        return data + length <= avr->ramend + 1u ? avr->data + data : NULL;
    }
    return address + length <= avr->flashend + 1u ? avr->flash + address : NULL;
}

/* A packet of GDB's remote protocol with its checksum. */
static void reply(const char *data)
{
    char packet[MAX_TEXT];
    unsigned sum = 0;
    for (const char *c = data; *c != 0; c++) {
        sum += (unsigned char)*c;
    }
    snprintf(packet, sizeof packet, "$%s#%02x", data, sum & 0xFFu);
    say(&gdb, packet);
}

static void obey(avr_t *avr, char *command, int *stopped)
{
    char data[MAX_TEXT / 2] = "";
    char *rest = command + 1;
    if (*command == 'c') {
        *stopped = 0;
        return;
    }
    const unsigned long address = strtoul(rest, &rest, 16);
    const unsigned long length = *rest == ',' ? strtoul(rest + 1, &rest, 16) : 0;
    uint8_t *bytes = memory(avr, address, length);
    if (*command == 'm' && bytes != NULL && 2 * length < sizeof data) {
        for (unsigned long i = 0; i < length; i++) {
            sprintf(data + 2 * i, "%02x", bytes[i]);
        }
    } else if (*command == 'M' && bytes != NULL && *rest == ':') {
        for (unsigned long i = 0; i < length; i++) {
            const char digits[3] = {rest[1 + 2 * i], rest[2 + 2 * i], 0};
            bytes[i] = (uint8_t)strtoul(digits, NULL, 16);
        }
        strcpy(data, "OK");
    }
    reply(data);
}

static void serve_gdb(avr_t *avr, int *stopped)
{
    if (hear(&gdb)) {
        *stopped = 1;
    }
    while (gdb.length > 0) {
        char *end = gdb.text[0] == '$' ? strchr(gdb.text, '#') : NULL;
        if (gdb.text[0] == INTERRUPT) {
            *stopped = 1;
            forget(&gdb, 1);
            reply("S05");
        } else if (gdb.text[0] != '$') {
            forget(&gdb, 1);
        } else if (end != NULL && end + 2 < gdb.text + gdb.length) {
            say(&gdb, "+");
            *end = 0;
            obey(avr, gdb.text + 1, stopped);
            forget(&gdb, (size_t)(end + 3 - gdb.text));
        } else {
            return;
        }
    }
}

static void serve_monitor(avr_t *avr)
{
    if (hear(&monitor)) {
        say(&monitor, "(qemu) ");
    }
    char *end = monitor.length > 0 ? strchr(monitor.text, '\n') : NULL;
    unsigned long address;
    unsigned long length;
    char path[MAX_TEXT];
    if (end == NULL) {
        return;
    }
    if (sscanf(monitor.text, "memsave %lx %lu \"%[^\"]\"", &address, &length, path) == 3) {
        const uint8_t *bytes = memory(avr, address, length);
        FILE *file = bytes == NULL ? NULL : fopen(path, "wb");
        if (file != NULL) {
            fwrite(bytes, 1, length, file);
            fclose(file);
        }
    }
    forget(&monitor, (size_t)(end + 1 - monitor.text));
    say(&monitor, "(qemu) ");
}

void debug_serve(avr_t *avr, int *stopped)
{
    do {
        serve_monitor(avr);
        serve_gdb(avr, stopped);
        if (*stopped) {
            struct pollfd waiting = {.fd = gdb.peer >= 0 ? gdb.peer : gdb.socket, .events = POLLIN};
            poll(&waiting, 1, 100);
        }
    } while (*stopped);
}
