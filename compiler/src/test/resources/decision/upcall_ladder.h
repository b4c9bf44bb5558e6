/* The part of upcall_ladder.h that policies see. */
#ifndef UPCALL_LADDER_H
#define UPCALL_LADDER_H

#include <stdbool.h>
#include <stdint.h>

typedef enum {
    UPCALL_ACCEPT = 0,
    UPCALL_CONTINUE = 1,
    UPCALL_UPCALL = 2,
    UPCALL_AUDIT = 3,
    UPCALL_LATER = 4,
    UPCALL_DEGRADE = 5
} upcall_verdict_t;

typedef struct {
    const int8_t *logits;
    uint16_t count;
    float scale;
    int32_t zero_point;
    uint8_t members;
    uint8_t agreeing;
} upcall_scores_t;

typedef struct {
    const upcall_scores_t *scores;
    int32_t local;
    int32_t label;
    bool audited;
} upcall_answer_t;

#endif
