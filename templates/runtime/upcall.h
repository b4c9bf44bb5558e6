/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* Upcall: a model that answers by itself when it is confident and calls up to a host when it is not.
 *
 *     upcall_init(upcall_board_init());
 *     for (;;) {
 *         upcall_result_t result;
 *         if (new_sample(raw)) { upcall_preprocess(raw, input); upcall_submit(input, &sequence); }
 *         if (upcall_poll(&result) == UPCALL_OK) { act_on(result.sequence, result.class_index); }
 *     }
 *
 * Not thread-safe: call from one task, never from an interrupt.
 */
#ifndef UPCALL_H
#define UPCALL_H

#include <stdint.h>

#include "upcall_ladder.h"
#include "upcall_limits.h"
#include "upcall_port.h"
#include "upcall_status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How a result came about; the first three are also on the wire. */
typedef enum {
    UPCALL_LOCAL = 0,    /* the device was confident, or answers now and may be corrected later */
    UPCALL_ANSWERED = 1, /* the host answered */
    UPCALL_DEGRADED = 2, /* the host was silent until the deadline, or could not or may not be asked
                            (no link, quiet hours, rate limit): the device's own best answer */
    UPCALL_CORRECTED = 3 /* the host's answer to a sample that was reported already: degraded, or
                            local by a policy that answers now, or local and found wrong by an
                            audit; its class may be the one reported, but for audits */
} upcall_source_t;

/** One answer. */
typedef struct {
    uint32_t sequence;      /* as upcall_submit gave it */
    upcall_source_t source;
    uint16_t class_index;   /* index into the manifest's classes */
    uint16_t device_class;  /* what the device alone would have said; 0 where no stage has run */
    uint8_t stage;          /* stage of the ladder that decided; UPCALL_NO_STAGE: none has run */
    float confidence;       /* the host's, 0 to 1; 0 when the host did not answer */
    uint32_t members;       /* bit i: host member i took part (manifest order); 0 when none */
    const int8_t *logits;   /* the device's scores [UPCALL_CLASSES], valid until the next call; all
                               -128 where no stage has run */
} upcall_result_t;

/** Once, before all others. Keeps `port`, which must stay valid. Announces the device to the host. */
upcall_status_t upcall_init(const upcall_port_t *port);

/**
 * Runs the ladder's first stage on `input` [UPCALL_INPUT_BYTES], unless a policy before it sends the
 * input up at once; the caller may overwrite it on return. Sets `*sequence`, by which upcall_poll reports the result; further stages run one by
 * one in upcall_poll, so that no call takes longer than one stage.
 * UPCALL_BUSY: the sample was not taken, because UPCALL_PENDING inputs are kept already and this one
 * would have to be kept too, because stages of another sample are still to run, or because results
 * wait for upcall_poll.
 */
upcall_status_t upcall_submit(const int8_t *input, uint32_t *sequence);

#if UPCALL_INPUT_ROWS > 0
/**
 * Begins an input that comes row by row (`feed: rows` in the manifest); one that has begun and not
 * ended is forgotten. Until its last row nothing else runs on the device.
 * UPCALL_BUSY: results wait for upcall_poll, or the rows would have to be kept for the host and
 * UPCALL_PENDING inputs are kept already.
 */
upcall_status_t upcall_submit_begin(void);

/**
 * Takes the next row [UPCALL_INPUT_ROW_BYTES], which the caller may overwrite on return, and computes
 * all that it suffices for. UPCALL_NOTHING: more rows are to come. UPCALL_OK: it was the last one;
 * `*sequence` was set, by which upcall_poll reports the result. UPCALL_BAD_ARGUMENT: no input has
 * begun.
 */
upcall_status_t upcall_submit_row(const int8_t *row, uint32_t *sequence);
#endif

/**
 * Drives the wire and runs the next stage of a sample that needs one: call it often, at least every few milliseconds while anything is open.
 * UPCALL_OK: `*result` was written. UPCALL_NOTHING: no result now. Samples sent by the host
 * (on-target validation) are run here too and their results go to the host alone.
 */
upcall_status_t upcall_poll(upcall_result_t *result);

/**
 * Milliseconds until upcall_poll has something to do by itself, at most 100; for port->sleep. 0 while
 * the port has not taken all that is to be sent.
 */
uint32_t upcall_idle_ms(void);

#if UPCALL_SURROUNDINGS
/**
 * Names the function that tells the minute of the day, 0 to 1439, or -1 while it is not known; for
 * policies with quiet hours. Null, and before the call: it is never known. After upcall_init.
 */
void upcall_set_clock(int16_t (*minute)(void));
#endif

/* upcall_preprocess is declared in upcall_ladder.h. */

#ifdef __cplusplus
}
#endif

#endif
