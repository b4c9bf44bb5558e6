/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#ifndef UPCALL_LADDER_H
#define UPCALL_LADDER_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a decision policy says behind a stage; the values are those of Java's Verdict. */
typedef enum {
    UPCALL_ACCEPT = 0,   /* this stage's class is the answer */
    UPCALL_CONTINUE = 1, /* run the next stage on this device */
    UPCALL_UPCALL = 2,   /* hand the sample to the tier above */
    UPCALL_AUDIT = 3,    /* this stage's class is the answer; the tier above is to check on it */
    UPCALL_LATER = 4,    /* this stage's class is the answer now; the tier above's may correct it */
    UPCALL_DEGRADE = 5   /* would be an upcall, but may not be: this stage's class, degraded */
} upcall_verdict_t;

/** What a stage hands to its policy: real score = scale * (logit - zero_point). */
typedef struct {
    const int8_t *logits; /* one per class */
    uint16_t count;       /* classes */
    float scale;          /* real units per step */
    int32_t zero_point;   /* the int8 that stands for real 0 */
    uint8_t members;      /* models whose logits these combine, 1 or more */
    uint8_t agreeing;     /* those of them with the same class at their own top */
} upcall_scores_t;

/** What policies may know besides scores. */
typedef struct {
    uint32_t millis; /* the port's clock; wraps */
    uint32_t boot;   /* the port's: differs at each start */
    int16_t minute;  /* of the day, 0 to 1439; -1 where the device does not know */
    bool linked;     /* the tier above can be reached, as far as the device knows */
} upcall_surroundings_t;

/** Filled in before each stage, and before an answer is told, where upcall_config.h sets
 * UPCALL_SURROUNDINGS; elsewhere there is none. */
extern upcall_surroundings_t upcall_surroundings;

/** A sample as an input policy sees it: real value = scale * (value - zero_point). */
typedef struct {
    const int8_t *values; /* [UPCALL_INPUT_BYTES] */
    uint32_t count;       /* values */
    float scale;          /* real units per step */
    int32_t zero_point;   /* the int8 that stands for real 0 */
} upcall_sample_t;

/** What the host answered about a sample, for the policy behind the stage that decided it. */
typedef struct {
    const upcall_scores_t *scores; /* of that stage, as the policy saw them */
    int32_t local;                 /* the device's class */
    int32_t label;                 /* the host's class */
    bool audited;                  /* the policy accepted; the host was asked to check on it */
} upcall_answer_t;

/** What a stage said. */
typedef struct {
    upcall_verdict_t verdict; /* UPCALL_CONTINUE: the next stage is to run; never after the last */
    uint8_t stage;            /* index of the stage */
    uint8_t agreeing;         /* its models with the same class at their own top */
    uint16_t top;             /* its class: the lowest index of the largest logit */
    const int8_t *logits;     /* [UPCALL_CLASSES], valid until the next run */
} upcall_outcome_t;

/**
 * Runs one stage. Stage 0 begins with a sample and copies `input` [UPCALL_INPUT_BYTES] into the
 * arena; any other goes on with the sample behind whose last stage UPCALL_CONTINUE was said, nothing
 * having run since, and reads `input` again if it begins another network. `input` may be null
 * behind stage 0 where UPCALL_KEEPS_INPUT is 0. Generated for each project.
 */
void upcall_ladder_run(uint8_t stage, const int8_t *input, upcall_outcome_t *outcome);

/** In place of a stage's index: no stage has run. */
#define UPCALL_NO_STAGE 255u

/**
 * Whether the policy on the input [UPCALL_INPUT_BYTES] sends it up without running any stage.
 * Generated where upcall_config.h sets UPCALL_GATE, and called only then, before stage 0.
 */
bool upcall_ladder_gate(const int8_t *input);

/**
 * Writes what the host goes on from, where the policy behind `stage` has said UPCALL_UPCALL and
 * nothing has run since: four bytes by which it knows the network, then int8 tensors back to back.
 * Returns how many bytes, at most UPCALL_FEATURE_MAP_BYTES. Generated where that is not 0.
 */
uint32_t upcall_ladder_feature_map(uint8_t stage, int8_t *map);

/**
 * Where stage 0 has its input [UPCALL_INPUT_BYTES]; it may be handed to upcall_ladder_run. Generated
 * where UPCALL_FEATURE_MAP_BYTES is not 0 and the input comes as a whole.
 */
int8_t *upcall_ladder_input(void);

/**
 * Makes every policy forget what it learned; before the first run. This and upcall_ladder_feedback
 * are generated where upcall_config.h sets UPCALL_LEARNS, and called only then.
 */
void upcall_ladder_init(void);

/**
 * Tells the policy behind a stage what the host answered about a sample.
 *
 * @param logits of the stage, [UPCALL_CLASSES]
 * @param agreeing its models with the same class at their own top
 * @param local the device's class
 * @param label the host's class, less than UPCALL_CLASSES
 */
void upcall_ladder_feedback(
    uint8_t stage, const int8_t *logits, uint8_t agreeing, uint16_t local, uint16_t label,
    bool audited);

/**
 * Before the first row of an input, and its next row [UPCALL_INPUT_ROW_BYTES]. Behind the last row
 * upcall_ladder_run takes a null input. Generated where UPCALL_INPUT_ROWS is not 0.
 */
void upcall_ladder_begin(void);
void upcall_ladder_row(const int8_t *row);

/**
 * upcall_preprocess of one row; generated where UPCALL_INPUT_ROWS is not 0. Of audio, where it is
 * always there, a row is the features of a frame, and raw its UPCALL_AUDIO_WINDOW int16 samples.
 */
void upcall_preprocess_row(const uint8_t *raw, int8_t *row);

/**
 * The manifest's preprocessing, raw [UPCALL_RAW_BYTES] to input [UPCALL_INPUT_BYTES], the same bits
 * as on the host. Both may be the same memory. Generated for each project.
 */
void upcall_preprocess(const uint8_t *raw, int8_t *input);

/**
 * Sets all parameters that may be pushed, `values` [UPCALL_PARAMETERS]: stage by stage, in the order
 * of each policy's fields, those of a policy that it wraps behind its own. False, and nothing is
 * set, where one is out of its range. This and upcall_ladder_get are generated where
 * upcall_config.h sets UPCALL_PARAMETERS, and called only then.
 */
bool upcall_ladder_set(const float *values);

/** The values in use, `values` [UPCALL_PARAMETERS]. */
void upcall_ladder_get(float *values);

#ifdef __cplusplus
}
#endif

#endif
