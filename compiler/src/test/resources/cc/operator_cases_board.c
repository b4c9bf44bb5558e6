/* SPDX-License-Identifier: 0BSD */
/*
 * Firmware that runs recorded cases where it is. The host sends commands of one byte:
 *
 *   ?           are you there: "!"
 *   E n bytes   echo: the n bytes come back
 *   C           runs the cases: run, failed, first that failed, its operator, as 32-bit words
 */
#include "operator_cases.h"
#include "upcall_port.h"

extern const uint8_t operator_cases_data[];

/* The largest case's operands, constants and results; words, so that it is aligned. */
static uint32_t pool[2560];
static uint32_t used;

static const upcall_port_t *port;

void *operator_cases_allocate(uint32_t bytes) {
    void *memory = pool + used;
    used += (bytes + 3u) / 4u;
    if (used > sizeof pool / sizeof pool[0]) {
        port->fault(UPCALL_FAULT);
    }
    return memory;
}

void operator_cases_release(void) {
    for (uint32_t i = 0; i < used; i++) {
        pool[i] = 0xA5A5A5A5u;
    }
    used = 0;
}

static uint8_t get(void) {
    uint8_t byte;
    while (port->read(&byte, 1) != 1) {
        port->sleep(50u);
    }
    return byte;
}

static void put(const uint8_t *data, int length) {
    for (int sent = 0; sent < length;) {
        sent += port->write(data + sent, length - sent);
    }
}

static void put_word(int32_t word) {
    const uint32_t bits = (uint32_t)word;
    const uint8_t bytes[4] = {(uint8_t)bits, (uint8_t)(bits >> 8), (uint8_t)(bits >> 16),
                              (uint8_t)(bits >> 24)};
    put(bytes, 4);
}

static void echo(void) {
    for (uint8_t left = get(); left > 0; left--) {
        const uint8_t byte = get();
        put(&byte, 1);
    }
}

int main(void) {
    port = upcall_board_init();
    for (;;) {
        const uint8_t command = get();
        if (command == (uint8_t)'?') {
            put((const uint8_t *)"!", 1);
        } else if (command == (uint8_t)'E') {
            echo();
        } else if (command == (uint8_t)'C') {
            const operator_cases_t result = operator_cases_run(operator_cases_data);
            put_word(result.run);
            put_word(result.failed);
            put_word(result.first);
            put_word(result.operator_code);
        }
    }
}
