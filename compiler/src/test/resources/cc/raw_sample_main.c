/* SPDX-License-Identifier: 0BSD */
/* A host sends a raw sample, then a preprocessed one; says what becomes of each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "upcall_state.h"

static int port_read(uint8_t *data, int capacity)
{
    (void)data;
    (void)capacity;
    return 0;
}

static int port_write(const uint8_t *data, int length)
{
    (void)data;
    return length;
}

static uint32_t port_millis(void)
{
    return 0;
}

static void port_sleep(uint32_t milliseconds)
{
    (void)milliseconds;
}

static void port_fault(upcall_status_t status)
{
    exit((int)status);
}

/* Opens a sample and fills the place it gets, as a link does. */
static void sample(const char *what, uint8_t flags, uint32_t length)
{
    upcall_header_t header;
    memset(&header, 0, sizeof header);
    header.version = UPCALL_WIRE_VERSION;
    header.type = UPCALL_MESSAGE_SAMPLE;
    header.flags = flags;
    header.sequence = 1;
    header.length = length;
    memcpy(header.signature, upcall_signature, sizeof header.signature);
    uint8_t *place = NULL;
    if (upcall_on_open(&header, &place) != UPCALL_OPEN_TAKE) {
        printf("%s refused by %d\n", what, (int)upcall_state.ack_code);
        return;
    }
    memset(place, 1, length);
    upcall_on_message(&header);
    printf("%s taken\n", what);
}

int main(void)
{
    static upcall_port_t port;
    port.read = port_read;
    port.write = port_write;
    port.millis = port_millis;
    port.sleep = port_sleep;
    port.fault = port_fault;
    if (upcall_init(&port) != UPCALL_OK) {
        return 1;
    }
    sample("raw", UPCALL_FLAG_RAW, UPCALL_RAW_BYTES);
    if (upcall_init(&port) != UPCALL_OK) {
        return 1;
    }
    sample("preprocessed", 0, UPCALL_INPUT_BYTES);
    return 0;
}
