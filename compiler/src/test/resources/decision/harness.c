/*
 * Reads cases from stdin (count u16, scale f32, zero point i32, members u8, agreeing u8, logits) and writes for each the
 * policy's verdict and the floats of PROBE, if there are any.
 */
#include "upcall_policy_0.c"

#include <stdio.h>
#include <stdlib.h>

#ifndef PROBE
#define PROBE 0.0f
#endif

int main(void)
{
    upcall_scores_t scores;
    int32_t zero_point;
    while (fread(&scores.count, sizeof scores.count, 1, stdin) == 1) {
        /* Exactly as large as it says, so that the address sanitiser sees every overrun. */
        int8_t *logits = malloc(scores.count);
        if (logits == NULL || fread(&scores.scale, sizeof scores.scale, 1, stdin) != 1
            || fread(&zero_point, sizeof zero_point, 1, stdin) != 1
            || fread(&scores.members, 1, 1, stdin) != 1
            || fread(&scores.agreeing, 1, 1, stdin) != 1 || fread(logits, 1, scores.count, stdin) != scores.count) {
            return 1;
        }
        scores.zero_point = zero_point;
        scores.logits = logits;
        unsigned char verdict = (unsigned char)upcall_policy_0_decide(&scores);
        float probes[] = {PROBE};
        fwrite(&verdict, 1, 1, stdout);
        fwrite(probes, sizeof probes, 1, stdout);
        free(logits);
    }
    return 0;
}
