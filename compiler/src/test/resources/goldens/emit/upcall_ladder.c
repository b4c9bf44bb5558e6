/* SPDX-License-Identifier: 0BSD */
/*
 * Written by Upcall 1.0 for made.
 * Changes are lost when it is written again:
 *
 *     upcall compile made
 */
#include "upcall_ladder.h"

#include "upcall_model.h"

uint32_t upcall_arena_words[UPCALL_ARENA_BYTES / 4];

/* Index of the largest score, the lowest of equals. */
static uint16_t upcall_ladder_top(const int8_t *logits) {
    int32_t top = 0;
    for (int32_t i = 1; i < 3; i++) {
        if (logits[i] > logits[top]) {
            top = i;
        }
    }
    return (uint16_t)top;
}

static void upcall_ladder_copy(const int8_t *from, int8_t *to, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        to[i] = from[i];
    }
}

static upcall_verdict_t upcall_ladder_stage_0(const int8_t *input, upcall_outcome_t *outcome) {
    upcall_ladder_copy(input, upcall_stage_first_input(), UPCALL_STAGE_FIRST_INPUT_BYTES);
    upcall_stage_first_run();
    outcome->stage = 0;
    outcome->agreeing = 1;
    outcome->logits = upcall_stage_first_output();
    return UPCALL_CONTINUE;
}

static upcall_verdict_t upcall_ladder_stage_1(const int8_t *input, upcall_outcome_t *outcome) {
    upcall_ladder_copy(input, upcall_stage_second_input(), UPCALL_STAGE_SECOND_INPUT_BYTES);
    upcall_stage_second_run();
    outcome->stage = 1;
    outcome->agreeing = 1;
    outcome->logits = upcall_stage_second_output();
    return UPCALL_ACCEPT;
}

void upcall_ladder_run(uint8_t stage, const int8_t *input, upcall_outcome_t *outcome) {
    switch (stage) {
    case 0:
        outcome->verdict = upcall_ladder_stage_0(input, outcome);
        break;
    default:
        outcome->verdict = upcall_ladder_stage_1(input, outcome);
        break;
    }
    outcome->top = upcall_ladder_top(outcome->logits);
}
