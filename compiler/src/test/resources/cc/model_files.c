/* SPDX-License-Identifier: 0BSD */
/* Runs the ladder on each input of a file: program INPUTS OUTPUTS. */
#include <stdio.h>

#include "upcall_config.h"
#include "upcall_ladder.h"

int main(int count, char **arguments) {
    static int8_t input[UPCALL_INPUT_BYTES];
    if (count != 3) {
        return 2;
    }
    FILE *from = fopen(arguments[1], "rb");
    FILE *to = fopen(arguments[2], "wb");
    if (from == NULL || to == NULL) {
        return 3;
    }
    while (fread(input, 1, sizeof input, from) == sizeof input) {
        upcall_outcome_t outcome;
        upcall_ladder_run(0, input, &outcome);
        if (fwrite(outcome.logits, 1, UPCALL_CLASSES, to) != UPCALL_CLASSES) {
            return 4;
        }
    }
    return fclose(to) == 0 && fclose(from) == 0 ? 0 : 5;
}
