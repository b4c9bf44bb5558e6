/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
/* Sizes that follow from the generated upcall_config.h, and what may be set there or by -D. */
#ifndef UPCALL_LIMITS_H
#define UPCALL_LIMITS_H

#include "upcall_config.h"

#define UPCALL_RUNTIME_VERSION "0.1.0"

/* Upcalls open at a time; each keeps one input or feature map. */
#ifndef UPCALL_PENDING
#define UPCALL_PENDING 1
#endif

/* 1: some stage's policy learns from answers; 0: upcall_ladder_init and upcall_ladder_feedback are
 * not called. */
#ifndef UPCALL_LEARNS
#define UPCALL_LEARNS 0
#endif

/* 1: a policy on the input may send it up before any stage has run (upcall_ladder_gate). */
#ifndef UPCALL_GATE
#define UPCALL_GATE 0
#endif

/* 1: some stage's policy has the host check on answers that were given, or correct them later. */
#ifndef UPCALL_CHECKS
#define UPCALL_CHECKS 0
#endif

/* 1: some stage's policy answers by itself, degraded, where it may not ask. */
#ifndef UPCALL_DEGRADES
#define UPCALL_DEGRADES UPCALL_CHECKS
#endif

/* 1: some stage's policy looks at clock or link: the runtime fills in upcall_surroundings. */
#ifndef UPCALL_SURROUNDINGS
#define UPCALL_SURROUNDINGS 0
#endif

/* How long the host counts as away after it let a deadline pass. */
#ifndef UPCALL_SILENCE_MS
#define UPCALL_SILENCE_MS 10000
#endif

/* Parameters of all policies that the host may push; 0: none, upcall_ladder_set is not called. */
#ifndef UPCALL_PARAMETERS
#define UPCALL_PARAMETERS 0
#endif

/* 1: what goes over a serial line bears a seal by the device's key, where it has one (upcall_seal.h).
 * For firmware to which parameters may be pushed, since that has a key. */
#ifndef UPCALL_SEAL
#define UPCALL_SEAL 0
#endif

/* 1: links libmosquitto's link too (upcall_mqtt.c); UPCALL_MQTT=host:port selects it at run time. */
#ifndef UPCALL_LINK_MQTT
#define UPCALL_LINK_MQTT 0
#endif

/* Serial frames this device sends before the first is acknowledged; costs 4 B each. */
#ifndef UPCALL_TX_WINDOW
#define UPCALL_TX_WINDOW 4
#endif

/* Serial frames the host may send this device before the first is acknowledged. Frames are handled
 * as they come, so this is about what the port's receive buffer holds while a stage runs. */
#ifndef UPCALL_RX_WINDOW
#define UPCALL_RX_WINDOW 1
#endif

/* From an upcall that arrived, but was neither answered nor stored, to its repetition. */
#ifndef UPCALL_RETRY_MS
#define UPCALL_RETRY_MS 1000
#endif

/* Samples are numbered from here, upcalls and local answers alike; the numbers wrap. */
#ifndef UPCALL_FIRST_SEQUENCE
#define UPCALL_FIRST_SEQUENCE 1u
#endif

/* Rows in which an input comes; 0: as a whole. */
#ifndef UPCALL_INPUT_ROWS
#define UPCALL_INPUT_ROWS 0
#endif

/* Bytes of the largest feature map that an upcall carries; 0: it carries the input. */
#ifndef UPCALL_FEATURE_MAP_BYTES
#define UPCALL_FEATURE_MAP_BYTES 0
#endif

/* Whether a sample that is not accepted at once keeps something. */
#define UPCALL_KEEPS (UPCALL_KEEPS_INPUT || UPCALL_FEATURE_MAP_BYTES > 0)

/* Whether the host may send samples. Not where an input comes by rows and none is kept: then there is
 * no place for one. */
#if UPCALL_INPUT_ROWS == 0 || UPCALL_KEEPS_INPUT
#define UPCALL_SAMPLES 1
#else
#define UPCALL_SAMPLES 0
#endif

/* Whether they are received into the arena, since what is kept of them is something else. Then one
 * comes at a time, and not while stages run. */
#define UPCALL_SAMPLES_IN_ARENA (UPCALL_SAMPLES && UPCALL_FEATURE_MAP_BYTES > 0)

#define UPCALL_LARGER(a, b) ((a) > (b) ? (a) : (b))

/* 0: the host sends samples preprocessed, and raw ones, which of audio are large, have no place. In
 * the arena there is room for an input, and for raw samples that are no larger. */
#if UPCALL_SAMPLES_IN_ARENA && UPCALL_RAW_BYTES > UPCALL_INPUT_BYTES
#ifndef UPCALL_RAW_SAMPLES
#define UPCALL_RAW_SAMPLES 0
#elif UPCALL_RAW_SAMPLES
#error "raw samples have no place: they are larger than inputs, and only feature maps are kept"
#endif
#elif !defined(UPCALL_RAW_SAMPLES)
#define UPCALL_RAW_SAMPLES 1
#endif

/* Raw samples are preprocessed in place. */
#if UPCALL_SAMPLES && !UPCALL_RAW_SAMPLES
#define UPCALL_SAMPLE_BYTES UPCALL_INPUT_BYTES
#elif UPCALL_SAMPLES
#define UPCALL_SAMPLE_BYTES UPCALL_LARGER(UPCALL_RAW_BYTES, UPCALL_INPUT_BYTES)
#else
#define UPCALL_SAMPLE_BYTES 0
#endif

/* What an upcall carries besides its scores. */
#if UPCALL_FEATURE_MAP_BYTES > 0
#define UPCALL_KEPT_BYTES UPCALL_FEATURE_MAP_BYTES
#else
#define UPCALL_KEPT_BYTES UPCALL_INPUT_BYTES
#endif

/* A place to keep that in; where it is an input, samples are received there. */
#if UPCALL_FEATURE_MAP_BYTES > 0
#define UPCALL_SLOT_BYTES UPCALL_FEATURE_MAP_BYTES
#elif UPCALL_SAMPLES
#define UPCALL_SLOT_BYTES UPCALL_SAMPLE_BYTES
#else
#define UPCALL_SLOT_BYTES 4
#endif

/* Who pushes parameters proves that he has the device's key, by the start of an HMAC-SHA-256. */
#define UPCALL_KEY_BYTES 32u
#define UPCALL_MAC_BYTES 16u

/* What a board keeps of them over restarts, at most. */
#define UPCALL_STORE_BYTES (64 + 8 * UPCALL_PARAMETERS)

/* Payloads other than samples: answers take 12 bytes, parameters 24 and 4 each. */
#if UPCALL_PARAMETERS > 0
#define UPCALL_SMALL_BYTES (24 + 4 * UPCALL_PARAMETERS)
#else
#define UPCALL_SMALL_BYTES 12
#endif

#define UPCALL_MESSAGE_OVERHEAD 32 /* header and checksum */

/* With a seal's MAC, 16 bytes, where there are seals. */
#if UPCALL_SAMPLE_BYTES > UPCALL_SMALL_BYTES
#define UPCALL_LARGEST_PAYLOAD (UPCALL_SAMPLE_BYTES + 16 * UPCALL_SEAL)
#else
#define UPCALL_LARGEST_PAYLOAD (UPCALL_SMALL_BYTES + 16 * UPCALL_SEAL)
#endif

/* Largest message this device can take. */
#ifndef UPCALL_RX_MESSAGE_BYTES
#define UPCALL_RX_MESSAGE_BYTES (UPCALL_MESSAGE_OVERHEAD + UPCALL_LARGEST_PAYLOAD)
#endif

/* Serial: a frame holds at most 634 B of a message; less memory where no message is as large. */
#define UPCALL_FRAME_MAX 640
#define UPCALL_FRAME_OVERHEAD 6
#if UPCALL_RX_MESSAGE_BYTES + UPCALL_FRAME_OVERHEAD < UPCALL_FRAME_MAX
#define UPCALL_FRAME_BYTES (UPCALL_RX_MESSAGE_BYTES + UPCALL_FRAME_OVERHEAD)
#else
#define UPCALL_FRAME_BYTES UPCALL_FRAME_MAX
#endif

#if UPCALL_RX_MESSAGE_BYTES < UPCALL_MESSAGE_OVERHEAD + UPCALL_LARGEST_PAYLOAD
#error "UPCALL_RX_MESSAGE_BYTES is smaller than a sample or an answer"
#endif
#if UPCALL_SEAL && UPCALL_PARAMETERS == 0
#error "UPCALL_SEAL needs a key: firmware has one where parameters may be pushed (pushed: in a policy)"
#endif
#if UPCALL_PARAMETERS < 0 || UPCALL_PARAMETERS > 16384
#error "UPCALL_PARAMETERS must be 0 to 16384"
#endif
#if UPCALL_PENDING < 1 || UPCALL_PENDING > 100
#error "UPCALL_PENDING must be 1 to 100"
#endif
#if UPCALL_CLASSES < 1 || UPCALL_CLASSES > 65535
#error "UPCALL_CLASSES must be 1 to 65535"
#endif
#if UPCALL_RX_MESSAGE_BYTES > 161670 || UPCALL_KEPT_BYTES + UPCALL_CLASSES > 161634
#error "a serial link carries at most 161670 bytes a message; UPCALL_RAW_SAMPLES=0 keeps raw sound out"
#endif
#if UPCALL_RX_WINDOW < 1 || UPCALL_RX_WINDOW > 255 || UPCALL_TX_WINDOW < 1 || UPCALL_TX_WINDOW > 16
#error "UPCALL_RX_WINDOW must be 1 to 255, UPCALL_TX_WINDOW 1 to 16"
#endif

#endif
