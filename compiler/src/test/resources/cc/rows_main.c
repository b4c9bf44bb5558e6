/* SPDX-License-Identifier: 0BSD */
/* An application whose sensor has rows; each input goes through the ladder as a whole first. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "upcall_state.h"

enum { INPUTS = 200 };

static int port_read(uint8_t *data, int capacity) {
    (void)data;
    (void)capacity;
    return 0;
}

static int port_write(const uint8_t *data, int length) {
    (void)data;
    return length;
}

static uint32_t port_millis(void) {
    return 0;
}

static void port_sleep(uint32_t milliseconds) {
    (void)milliseconds;
}

static void port_fault(upcall_status_t status) {
    exit((int)status);
}

static void expect(int holds, int line) {
    if (!holds) {
        printf("line %d\n", line);
        exit(1);
    }
}

#define EXPECT(holds) expect(holds, __LINE__)

int main(void) {
    static upcall_port_t port;
    static int8_t input[UPCALL_INPUT_BYTES];
    port.read = port_read;
    port.write = port_write;
    port.millis = port_millis;
    port.sleep = port_sleep;
    port.fault = port_fault;
    uint32_t random = 1;
    int accepted = 0;
    int asked = 0;
    for (int i = 0; i < INPUTS; i++) {
        for (int k = 0; k < UPCALL_INPUT_BYTES; k++) {
            random = random * 1664525u + 1013904223u;
            input[k] = (int8_t)((int)(random >> 24) - 128);
        }
        upcall_outcome_t whole;
        int8_t logits[UPCALL_CLASSES];
        upcall_ladder_run(0, input, &whole);
        memcpy(logits, whole.logits, UPCALL_CLASSES);

        uint32_t sequence = 0;
        upcall_result_t result;
        EXPECT(upcall_init(&port) == UPCALL_OK);
        EXPECT(upcall_submit_row(input, &sequence) == UPCALL_BAD_ARGUMENT);
        EXPECT(upcall_submit_begin() == UPCALL_OK);
        EXPECT(upcall_submit_row(input, &sequence) == UPCALL_NOTHING);
        EXPECT(upcall_submit_begin() == UPCALL_OK); /* the first row is forgotten */
        for (int row = 0; row < UPCALL_INPUT_ROWS; row++) {
            EXPECT(upcall_submit(input, &sequence) == UPCALL_BUSY);
            const upcall_status_t status =
                upcall_submit_row(input + row * UPCALL_INPUT_ROW_BYTES, &sequence);
            EXPECT(status == (row < UPCALL_INPUT_ROWS - 1 ? UPCALL_NOTHING : UPCALL_OK));
        }
        EXPECT(memcmp(upcall_state.tickets[0].logits, logits, UPCALL_CLASSES) == 0);
        if (whole.verdict == UPCALL_ACCEPT) {
            accepted++;
            EXPECT(upcall_poll(&result) == UPCALL_OK);
            EXPECT(result.sequence == sequence && result.class_index == whole.top);
            EXPECT(upcall_submit_begin() == UPCALL_OK);
        } else {
            asked++;
            EXPECT(upcall_poll(&result) == UPCALL_NOTHING);
            EXPECT(memcmp(upcall_state.inputs[0].data, input, UPCALL_INPUT_BYTES) == 0);
            EXPECT(upcall_submit_begin() == UPCALL_BUSY);
        }
    }
    printf("%s and %s\n", accepted > 0 ? "accepted" : "nothing", asked > 0 ? "asked" : "nothing");
    return 0;
}
