/* Reads inputs; for each and each of the ladder's stages writes the feature map behind it. */
#include <stdio.h>

#include "upcall_config.h"
#include "upcall_ladder.h"

int main(void)
{
    static int8_t input[UPCALL_INPUT_BYTES];
    static int8_t map[UPCALL_FEATURE_MAP_BYTES];
    while (fread(input, 1, sizeof input, stdin) == sizeof input) {
        for (uint8_t stage = 0; stage < UPCALL_STAGES; stage++) {
            upcall_outcome_t outcome;
            upcall_ladder_run(stage, input, &outcome);
            uint32_t bytes = upcall_ladder_feature_map(stage, map);
            fwrite(map, 1, bytes, stdout);
        }
    }
    return 0;
}
