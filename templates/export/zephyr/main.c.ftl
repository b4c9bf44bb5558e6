/* ${project}: answers samples by itself when it is confident, else asks the gateway at its UART. */
#include <stdbool.h>
#include <stddef.h>

#include "upcall_zephyr.h"

static int8_t input[UPCALL_INPUT_BYTES];

/* Your sensor: raw samples are [UPCALL_RAW_BYTES], as the manifest has them. */
static bool new_sample(int8_t *input)
{
    (void)input; /* read the sensor, then upcall_preprocess(raw, input) */
    return false;
}

int main(void)
{
    const upcall_port_t *port = upcall_zephyr_port();
    if (port == NULL || upcall_init(port) != UPCALL_OK) {
        return 1;
    }
    for (;;) {
        uint32_t sequence;
        if (new_sample(input)) {
            (void)upcall_submit(input, &sequence);
        }
        upcall_result_t result;
        if (upcall_poll(&result) == UPCALL_OK) {
            /* result.class_index is the answer to result.sequence, result.source says whose it is. */
        } else {
            port->sleep(upcall_idle_ms());
        }
    }
}
