/* Reads raw samples from a file, writes what the firmware's preprocessing makes of them. */
#include "upcall_config.h"
#include "upcall_ladder.h"

#include <stdio.h>

int main(int argc, char **argv) {
    static uint8_t raw[UPCALL_INPUT_BYTES];
    static int8_t input[UPCALL_INPUT_BYTES];
    FILE *in = argc == 3 ? fopen(argv[1], "rb") : NULL;
    FILE *out = argc == 3 ? fopen(argv[2], "wb") : NULL;
    if (in == NULL || out == NULL) {
        return 1;
    }
    while (fread(raw, sizeof raw, 1, in) == 1) {
        upcall_preprocess(raw, input);
        if (fwrite(input, sizeof input, 1, out) != 1) {
            return 1;
        }
    }
    return fclose(out) == 0 && fclose(in) == 0 ? 0 : 1;
}
