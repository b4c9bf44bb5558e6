/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* Parameters of policies that the host pushes: who may, what is taken when, what outlives a restart,
 * and how they are taken back. docs/wire.md says what is refused and by which code. Internal. */
#ifndef UPCALL_PARAMETERS_H
#define UPCALL_PARAMETERS_H

#include "upcall_state.h"

#if UPCALL_PARAMETERS > 0

/** What stats and the birth message say. */
typedef struct {
    uint32_t version;     /* of the values in use; 0: those the firmware was built with */
    uint32_t rolled_back; /* the version that was taken back last; 0: none */
    bool kept;            /* the values in use will be those after a restart */
} upcall_parameters_report_t;

/** Takes from the board's store what an earlier start kept there; once, before the first run. */
void upcall_parameters_init(void);

/** Checks the message in upcall_state.small: refused at once, or due. */
void upcall_parameters_receive(const upcall_header_t *header);

/** Takes what is due, and keeps what has changed; not while a sample has stages to run. */
void upcall_parameters_poll(void);

/** What a stage's policy said; takes the values back when too many samples became upcalls. */
void upcall_parameters_decided(upcall_verdict_t verdict);

upcall_parameters_report_t upcall_parameters_report(void);

#endif

#endif
