<#import "banner.ftl" as banners>
<@banners.block banner/>
#ifndef UPCALL_CONFIG_H
#define UPCALL_CONFIG_H

#define UPCALL_PROJECT ${project}
#define UPCALL_BOARD ${board}

/* Bytes of a sample before and after preprocessing. */
#define UPCALL_RAW_BYTES ${rawBytes}
#define UPCALL_INPUT_BYTES ${inputBytes}

<#if audioWindow gt 0>
/* Samples of an audio frame, and from frame to frame. */
#define UPCALL_AUDIO_WINDOW ${audioWindow}
#define UPCALL_AUDIO_STRIDE ${audioStride}

</#if>
#define UPCALL_CLASSES ${classes}
#define UPCALL_STAGES ${stages}

/* 1: some policy may hand a sample to the host, so that inputs are kept until it answers. */
#define UPCALL_CAN_UPCALL ${canUpcall}

/* 1: some policy remembers: it is set up at the start, and told what the host answers. */
#define UPCALL_LEARNS ${learns}

<#if gate == 1>
/* 1: a policy on the input may send it up before any stage runs. */
#define UPCALL_GATE 1

</#if>
<#if checks == 1>
/* Some policy has the host check on answers that were given, or correct them later. */
#define UPCALL_CHECKS 1

</#if>
<#if degrades == 1>
/* Some policy answers by itself, degraded, where it may not ask. */
#define UPCALL_DEGRADES 1

</#if>
<#if looksAround == 1>
/* Some policy looks at clock or link. */
#define UPCALL_SURROUNDINGS 1

</#if>
/* 1: the host or a stage behind the first may read the input. */
#define UPCALL_KEEPS_INPUT ${keepsInput}

<#if pushed gt 0>
/* Parameters of policies that the host may push. */
#define UPCALL_PARAMETERS ${pushed}

</#if>
<#if featureMapBytes gt 0>
/* The host goes on from a feature map instead, of so many bytes at most. */
#define UPCALL_FEATURE_MAP_BYTES ${featureMapBytes}

</#if>
<#if rows gt 0>
/* The input comes in rows of so many bytes<#if keepsInput == 1>, which are kept: ${inputBytes} bytes<#else>, and is nowhere as a whole</#if>. */
#define UPCALL_INPUT_ROWS ${rows}
#define UPCALL_INPUT_ROW_BYTES (UPCALL_INPUT_BYTES / UPCALL_INPUT_ROWS)

</#if>
/* How long the device waits for an answer before it uses its own. */
#define UPCALL_DEADLINE_MS ${deadlineMs}

/* SHA-256 of the ensemble: device and host talk only if theirs agree. */
#define UPCALL_SIGNATURE \
    {${signature[0..7]?join(", ")}, \
     ${signature[8..15]?join(", ")}, \
     ${signature[16..23]?join(", ")}, \
     ${signature[24..31]?join(", ")}}

#endif
