/* SPDX-License-Identifier: 0BSD */
/*
 * Firmware that makes features of raw samples where it is. The host sends commands of one byte:
 *
 *   ?           are you there: "!"
 *   E n bytes   echo: the n bytes come back
 *   F           the features of the next sample, from the first on
 */
#include "upcall_config.h"
#include "upcall_ladder.h"
#include "upcall_port.h"

extern const uint8_t audio_data[];

static int8_t features[UPCALL_INPUT_BYTES];
static const upcall_port_t *port;

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

int main(void) {
    const uint8_t *raw = audio_data;
    port = upcall_board_init();
    for (;;) {
        uint8_t command = get();
        if (command == (uint8_t)'?') {
            put((const uint8_t *)"!", 1);
        } else if (command == (uint8_t)'E') {
            for (uint8_t left = get(); left > 0; left--) {
                command = get();
                put(&command, 1);
            }
        } else if (command == (uint8_t)'F') {
            upcall_preprocess(raw, features);
            put((const uint8_t *)features, UPCALL_INPUT_BYTES);
            raw += UPCALL_RAW_BYTES;
        }
    }
}
