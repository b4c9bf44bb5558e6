/* SPDX-License-Identifier: 0BSD
 * Permission to use, copy, modify, and/or distribute this software for any purpose with or
 * without fee is hereby granted. THE SOFTWARE IS PROVIDED "AS IS" WITHOUT WARRANTY OF ANY KIND.
 */
#include "upcall_audio.h"

#include <string.h>

#include "upcall_fft.h"

#define POWER_SHIFT 10
#define WEIGHT_BITS 12
#define SCALE_BITS 14

/* log2(1 + i / 32), Q15 */
static const uint16_t logarithms[33] = {
    0,     1455,  2866,  4236,  5568,  6863,  8124,  9352,  10549, 11716, 12855,
    13968, 15055, 16117, 17156, 18173, 19168, 20143, 21098, 22034, 22952, 23852,
    24736, 25604, 26455, 27292, 28114, 28922, 29717, 30498, 31267, 32024, 32768,
};

/* Windowed samples in pairs, each pair where the transform wants it. */
static void put_window(const upcall_audio_t *audio, const uint8_t *raw, int32_t *work)
{
    uint32_t pairs = audio->points / 2u;
    uint32_t place = 0;
    memset(work, 0, audio->points * sizeof work[0]);
    for (uint32_t i = 0; i < audio->window; i += 2u) {
        const uint8_t *bytes = raw + 2u * i;
        uint32_t other = audio->window - i;
        int32_t first = (int16_t)(uint16_t)(bytes[0] | (uint32_t)bytes[1] << 8);
        int32_t second = (int16_t)(uint16_t)(bytes[2] | (uint32_t)bytes[3] << 8);
        int32_t *pair = work + 2u * place;
        pair[0] = (first * (int32_t)audio->hann[i < other ? i : other]) >> 1;
        pair[1] = (second * (int32_t)audio->hann[i + 1u < other ? i + 1u : other - 1u]) >> 1;
        /* The next number with its bits reversed: one more, carrying downwards. */
        uint32_t bit = pairs / 2u;
        while ((place & bit) != 0u) {
            place ^= bit;
            bit /= 2u;
        }
        place ^= bit;
    }
}

/* Q12; 0 for 0. */
static int32_t log2_of(uint64_t energy)
{
    if (energy == 0u) {
        return 0;
    }
    int32_t exponent = 63;
    uint32_t mantissa = (uint32_t)(energy >> 32);
    if (mantissa == 0u) {
        mantissa = (uint32_t)energy;
        energy = 0;
        exponent = 31;
    }
    uint32_t below = (uint32_t)energy;
    while ((mantissa & 0x80000000u) == 0u) {
        mantissa = mantissa << 1 | below >> 31;
        below <<= 1;
        exponent--;
    }
    uint32_t i = mantissa >> 26 & 31u;
    uint32_t rest = mantissa >> 10 & 0xffffu;
    uint32_t low = logarithms[i];
    uint32_t fraction = low + ((logarithms[i + 1u] - low) * rest >> 16);
    return (exponent * 32768 + (int32_t)fraction + 4) >> 3;
}

/* Q15: -1 the floor, 1 the ceiling. */
static int32_t scaled(const upcall_audio_t *audio, int32_t log)
{
    int32_t above = log - audio->floor;
    above = above < 0 ? 0 : above > audio->range ? audio->range : above;
    int32_t scaled =
        ((above * audio->multiplier + ((int32_t)1 << (SCALE_BITS - 1))) >> SCALE_BITS) - 32768;
    return scaled > 32767 ? 32767 : scaled;
}

/* Each bin's power is shared by the filter that rises there and the one that falls. Logarithms, one
 * for each filter, take the place of bins that were read. */
static void filter(const upcall_audio_t *audio, int32_t *work)
{
    const uint16_t *weight = audio->weights;
    const int32_t *bin = work + 2 * audio->edges[0];
    uint64_t rising = 0;
    for (uint32_t m = 0; m <= audio->mels; m++) {
        const int32_t *end = work + 2 * audio->edges[m + 1u];
        uint64_t falling = rising;
        rising = 0;
        while (bin < end) {
            int64_t real = bin[0];
            int64_t imaginary = bin[1];
            uint64_t power = (uint64_t)(real * real + imaginary * imaginary) >> POWER_SHIFT;
            uint64_t share = power * *weight++;
            rising += share;
            falling += (power << WEIGHT_BITS) - share;
            bin += 2;
        }
        if (m > 0u) {
            work[m - 1u] = scaled(audio, log2_of(falling));
        }
    }
}

static int8_t saturated(int32_t value)
{
    return (int8_t)(value > 127 ? 127 : value < -128 ? -128 : value);
}

void upcall_audio_frame(
    const upcall_audio_t *audio, const uint8_t *raw, int32_t *work, int8_t *features)
{
    put_window(audio, raw, work);
    upcall_fft(audio->points, audio->cosines, work);
    filter(audio, work);
    if (audio->coefficients == 0u) {
        for (uint32_t m = 0; m < audio->mels; m++) {
            features[m] = saturated((work[m] + 128) >> 8);
        }
        return;
    }
    const int16_t *factor = audio->transform;
    for (uint32_t k = 0; k < audio->coefficients; k++) {
        int32_t shift = audio->shifts[k];
        int32_t sum = (int32_t)1 << (shift - 1);
        for (uint32_t m = 0; m < audio->mels; m++) {
            sum += work[m] * *factor++;
        }
        features[k] = saturated(sum >> shift);
    }
}

void upcall_audio_frames(
    const upcall_audio_t *audio, uint32_t frames, const uint8_t *raw, int32_t *work,
    int8_t *features)
{
    uint32_t columns = audio->coefficients == 0u ? audio->mels : audio->coefficients;
    for (uint32_t frame = 0; frame < frames; frame++) {
        upcall_audio_frame(
            audio, raw + 2u * frame * audio->stride, work, features + frame * columns);
    }
}
