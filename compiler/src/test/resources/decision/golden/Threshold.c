/*
 * The decision policy Threshold, translated from Java by Upcall.
 * Takes the same verdict as the Java on every input; compile with -ffp-contract=off.
 *
 * SPDX-License-Identifier: 0BSD
 */
#include "upcall_policy_0.h"

#include "upcall_java.h"

static const float param_theta = 0.899999976f;
static const float param_temperature = 1.0f;

/* Scores.count */
static int32_t scores_count(const upcall_scores_t *scores)
{
    return (int32_t)scores->count;
}

/* Scores.top1 */
static int32_t scores_top1(const upcall_scores_t *scores)
{
    int32_t best = 0;
    for (int32_t i = 1; i < scores_count(scores); i++) {
        if (scores->logits[i] > scores->logits[best]) {
            best = i;
        }
    }
    return best;
}

/* Scores.resolution */
static float scores_resolution(const upcall_scores_t *scores)
{
    return (scores_count(scores) <= 256)
        ? (1.0f / 4194304.0f)
        : ((scores_count(scores) <= 4096) ? (1.0f / 262144.0f) : (1.0f / 16384.0f));
}

/* PolicyMath.exp */
static float math_exp(float x)
{
    if (!(x >= -87.0f)) {
        return (x < -87.0f) ? 0.0f : x;
    }
    if (x > 88.0f) {
        return UPCALL_JAVA_INFINITY;
    }
    float rounded = x * 1.44269502f + 12582912.0f;
    int32_t n = upcall_java_sub(upcall_java_raw_bits(rounded), 1262485504);
    float multiple = rounded - 12582912.0f;
    float r = x - multiple * 0.693359375f - multiple * -0.000212194442f;
    float p = 0.000198756912f;
    p = p * r + 0.00139819994f;
    p = p * r + 0.00833345205f;
    p = p * r + 0.0416657962f;
    p = p * r + 0.166666657f;
    p = p * r + 0.5f;
    float y = p * (r * r) + r + 1.0f;
    return y * upcall_java_from_bits(upcall_java_shl(upcall_java_add(n, 127), 23));
}

/* Scores.counts */
static int32_t scores_counts(const upcall_scores_t *scores, int32_t distance, float temperature)
{
    if (distance == 0) {
        return upcall_java_to_int(1.0f / scores_resolution(scores));
    }
    float x = scores->scale / temperature * (float)distance;
    return (x > -16.0f) ? upcall_java_to_int(math_exp(x) / scores_resolution(scores) + 0.5f) : 0;
}

/* Scores.expSum */
static float scores_exp_sum(const upcall_scores_t *scores, float temperature)
{
    int32_t greatest = scores->logits[scores_top1(scores)];
    int32_t sum = 0;
    for (int32_t i = 0; i < scores_count(scores); i++) {
        sum = upcall_java_add(sum, scores_counts(scores, upcall_java_sub(scores->logits[i], greatest), temperature));
    }
    return (float)sum * scores_resolution(scores);
}

/* Scores.maxProbability */
static float scores_max_probability(const upcall_scores_t *scores, float temperature)
{
    return 1.0f / scores_exp_sum(scores, temperature);
}

/* Threshold.decide */
static upcall_verdict_t policy_decide(const upcall_scores_t *scores)
{
    return (scores_max_probability(scores, param_temperature) >= param_theta)
        ? UPCALL_ACCEPT
        : UPCALL_CONTINUE;
}

upcall_verdict_t upcall_policy_0_decide(const upcall_scores_t *scores)
{
    return policy_decide(scores);
}
