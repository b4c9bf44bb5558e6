/*
 * Reads samples (count u32, scale f32, zero point i32, values) from one file and writes to the
 * other what the policy on the input says of each, one byte.
 */
#include "upcall_gate.h"

#include <stdio.h>
#include <stdlib.h>

static int8_t *take(FILE *in, upcall_sample_t *sample)
{
    int8_t *values = NULL;
    if (fread(&sample->count, sizeof sample->count, 1, in) == 1
        && fread(&sample->scale, sizeof sample->scale, 1, in) == 1
        && fread(&sample->zero_point, sizeof sample->zero_point, 1, in) == 1) {
        /* Exactly as large as it says, so that the address sanitiser sees every overrun. */
        values = malloc(sample->count);
        if (values == NULL || fread(values, 1, sample->count, in) != sample->count) {
            exit(1);
        }
    }
    sample->values = values;
    return values;
}

int main(int argc, char **argv)
{
    FILE *in = argc == 3 ? fopen(argv[1], "rb") : NULL;
    FILE *out = argc == 3 ? fopen(argv[2], "wb") : NULL;
    if (in == NULL || out == NULL) {
        return 1;
    }
    upcall_sample_t sample = {NULL, 0, 0.0f, 0};
    for (int8_t *values = take(in, &sample); values != NULL; values = take(in, &sample)) {
        fputc((int)upcall_gate_decide(&sample), out);
        free(values);
    }
    return fclose(out);
}
