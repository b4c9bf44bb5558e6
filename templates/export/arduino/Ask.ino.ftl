/*
 * ${project}: answers samples by itself when it is confident, and asks the gateway at the other end of
 * Serial when it is not:
 *
 *     upcall gateway <project> --serial /dev/ttyACM0 --feed test
 *
 * The gateway may send samples of its own (--feed); put your sensor's into loop().
 */
#include <${name}.h>

static const uint32_t DEVICE = 1; /* of this board, unique within a site */

/* Your sensor: raw samples are [UPCALL_RAW_BYTES], as the manifest has them. */
static bool new_sample(int8_t *input)
{
    (void)input; /* read the sensor, then upcall_preprocess(raw, input) */
    return false;
}

void setup()
{
    Serial.begin(${baud});
    if (upcall_init(upcall_arduino_port(Serial, DEVICE, upcall_arduino_boot(A0))) != UPCALL_OK) {
        for (;;) {
        }
    }
}

void loop()
{
    static int8_t input[UPCALL_INPUT_BYTES];
    uint32_t sequence;
    if (new_sample(input)) {
        upcall_submit(input, &sequence);
    }
    upcall_result_t result;
    if (upcall_poll(&result) == UPCALL_OK) {
        /* result.class_index is the answer to result.sequence, result.source says whose it is. */
    }
}
