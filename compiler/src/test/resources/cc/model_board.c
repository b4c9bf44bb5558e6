/* SPDX-License-Identifier: 0BSD */
/*
 * Firmware that runs the ladder where it is. The host sends commands of one byte:
 *
 *   ?           are you there: "!"
 *   E n bytes   echo: the n bytes come back
 *   R input     runs the ladder: the last stage's scores
 */
#include "upcall_config.h"
#include "upcall_ladder.h"
#include "upcall_port.h"

static int8_t input[UPCALL_INPUT_BYTES];
static const upcall_port_t *port;

static uint8_t get(void) {
    uint8_t byte;
    while (port->read(&byte, 1) != 1) {
    }
    return byte;
}

static void put(const uint8_t *data, int length) {
    for (int sent = 0; sent < length;) {
        sent += port->write(data + sent, length - sent);
    }
}

static void echo(void) {
    for (uint8_t left = get(); left > 0; left--) {
        const uint8_t byte = get();
        put(&byte, 1);
    }
}

static void run(void) {
    upcall_outcome_t outcome;
    for (int i = 0; i < UPCALL_INPUT_BYTES; i++) {
        const uint8_t byte = get();
        input[i] = (int8_t)(byte < 128 ? byte : byte - 256);
    }
    upcall_ladder_run(0, input, &outcome);
    for (int i = 0; i < UPCALL_CLASSES; i++) {
        const uint8_t byte = (uint8_t)outcome.logits[i];
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
        } else if (command == (uint8_t)'R') {
            run();
        }
    }
}
