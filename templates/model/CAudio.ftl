<#import "banner.ftl" as banners>
<@banners.block banner/>
#include "upcall_audio.h"
#include "upcall_config.h"
#include "upcall_ladder.h"

/* ${what}. */

${tables}

static const upcall_audio_t audio = {
    ${points}, UPCALL_AUDIO_WINDOW, UPCALL_AUDIO_STRIDE, ${mels}, ${coefficients},
    ${floor}, ${range}, ${multiplier},
    audio_hann, audio_cosines, audio_edges, audio_weights,
<#if coefficients gt 0>
    audio_transform, audio_shifts,
<#else>
    0, 0,
</#if>
};

#define AUDIO_FRAMES (1u + (UPCALL_RAW_BYTES / 2u - UPCALL_AUDIO_WINDOW) / UPCALL_AUDIO_STRIDE)

static int32_t audio_work[${points}];

void upcall_preprocess(const uint8_t *raw, int8_t *input) {
    upcall_audio_frames(&audio, AUDIO_FRAMES, raw, audio_work, input);
}

void upcall_preprocess_row(const uint8_t *raw, int8_t *row) {
    upcall_audio_frame(&audio, raw, audio_work, row);
}
