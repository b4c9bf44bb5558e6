/* SPDX-License-Identifier: 0BSD */
/*
 * Written by Upcall 1.0 for made.
 * Changes are lost when it is written again:
 *
 *     upcall compile made
 */
#ifndef UPCALL_CONFIG_H
#define UPCALL_CONFIG_H

#define UPCALL_PROJECT "made"
#define UPCALL_BOARD "none"

/* Bytes of a sample before and after preprocessing. */
#define UPCALL_RAW_BYTES 32
#define UPCALL_INPUT_BYTES 32

#define UPCALL_CLASSES 3
#define UPCALL_STAGES 2

/* 1: some policy may hand a sample to the host, so that inputs are kept until it answers. */
#define UPCALL_CAN_UPCALL 0

/* 1: some policy remembers: it is set up at the start, and told what the host answers. */
#define UPCALL_LEARNS 0

/* 1: the host or a stage behind the first may read the input. */
#define UPCALL_KEEPS_INPUT 1

/* How long the device waits for an answer before it uses its own. */
#define UPCALL_DEADLINE_MS 0

/* SHA-256 of the ensemble: device and host talk only if theirs agree. */
#define UPCALL_SIGNATURE \
    {0, 0, 0, 0, 0, 0, 0, 0, \
     0, 0, 0, 0, 0, 0, 0, 0, \
     0, 0, 0, 0, 0, 0, 0, 0, \
     0, 0, 0, 0, 0, 0, 0, 0}

#endif
