/*
 * Runs a translated policy on the host, over a file of events, to compare it with its Java:
 *
 *   D scores                            decide: the verdict goes to the other file, one byte
 *   F scores local u16 label u16 audited u8   what the host answered
 *   P fits u8, values f32[UPCALL_TWIN_PUSHED]  parameters that it has to take, or to refuse
 *
 *   scores: count u16, scale f32, zero point i32, members u8, agreeing u8, millis u32, boot u32,
 *           minute i16, linked u8, logits i8[count]
 *
 * UPCALL_TWIN is the policy's name, UPCALL_TWIN_HEADER its header, UPCALL_TWIN_LEARNS 1 if it takes
 * answers, UPCALL_TWIN_PUSHED how many values of parameters may be pushed. Numbers are those of the machine, little endian.
 *
 * SPDX-License-Identifier: 0BSD
 */
#include UPCALL_TWIN_HEADER

#include <stdio.h>
#include <stdlib.h>

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)

upcall_surroundings_t upcall_surroundings;

static FILE *in;

static void take(void *to, size_t size)
{
    if (fread(to, 1, size, in) != size) {
        exit(1);
    }
}

static void take_scores(upcall_scores_t *scores)
{
    take(&scores->count, sizeof scores->count);
    take(&scores->scale, sizeof scores->scale);
    take(&scores->zero_point, sizeof scores->zero_point);
    take(&scores->members, 1);
    take(&scores->agreeing, 1);
    take(&upcall_surroundings.millis, sizeof upcall_surroundings.millis);
    take(&upcall_surroundings.boot, sizeof upcall_surroundings.boot);
    take(&upcall_surroundings.minute, sizeof upcall_surroundings.minute);
    uint8_t linked;
    take(&linked, 1);
    upcall_surroundings.linked = linked != 0;
    /* Exactly as large as it says, so that the address sanitiser sees every overrun. */
    int8_t *logits = malloc(scores->count);
    if (logits == NULL) {
        exit(1);
    }
    take(logits, scores->count);
    free((void *)(uintptr_t)scores->logits);
    scores->logits = logits;
}

#if UPCALL_TWIN_PUSHED > 0
static void push(void)
{
    uint8_t fits;
    float values[UPCALL_TWIN_PUSHED];
    float taken[UPCALL_TWIN_PUSHED];
    take(&fits, 1);
    take(values, sizeof values);
    if (JOIN(UPCALL_TWIN, _fits)(values) != (fits != 0)) {
        exit(1);
    }
    if (fits != 0) {
        JOIN(UPCALL_TWIN, _set)(values);
        JOIN(UPCALL_TWIN, _get)(taken);
        for (int i = 0; i < UPCALL_TWIN_PUSHED; i++) {
            if (taken[i] != values[i]) {
                exit(1);
            }
        }
    }
}
#endif

int main(int argc, char **argv)
{
    in = argc == 3 ? fopen(argv[1], "rb") : NULL;
    FILE *out = argc == 3 ? fopen(argv[2], "wb") : NULL;
    if (in == NULL || out == NULL) {
        return 1;
    }
    upcall_scores_t scores = {NULL, 0, 0.0f, 0, 1, 1};
#if UPCALL_TWIN_LEARNS
    JOIN(UPCALL_TWIN, _init)();
#endif
    for (int event = fgetc(in); event != EOF; event = fgetc(in)) {
#if UPCALL_TWIN_PUSHED > 0
        if (event == 'P') {
            push();
            continue;
        }
#endif
        take_scores(&scores);
        if (event == 'D') {
            fputc((int)JOIN(UPCALL_TWIN, _decide)(&scores), out);
        } else {
            uint16_t classes[2];
            uint8_t audited;
            take(classes, sizeof classes);
            take(&audited, 1);
#if UPCALL_TWIN_LEARNS
            upcall_answer_t answer = {&scores, classes[0], classes[1], audited != 0};
            JOIN(UPCALL_TWIN, _feedback)(&answer);
#endif
        }
    }
    free((void *)(uintptr_t)scores.logits);
    return fclose(out) == 0 ? 0 : 1;
}
