/*
 * The decision policy LogisticRegression, translated from Java by Upcall.
 * Takes the same verdict as the Java on every input; compile with -ffp-contract=off.
 *
 * SPDX-License-Identifier: 0BSD
 */
#include "upcall_policy_0.h"

#include "upcall_java.h"

static const float param_beta = -4.63391352f;
static const float param_w1 = 5.9000001f;
static const float param_w2 = -3.0f;

/* Scores.count */
static int32_t scores_count(const upcall_scores_t *scores)
{
    (void)scores;
    return 10;
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

/* Scores.counts */
static int32_t scores_counts(const upcall_scores_t *scores, int32_t distance, float temperature)
{
    (void)scores;
    (void)temperature;
    static const int32_t table[] = {
        4194304, 3266527, 2543974, 1981249, 1542998, 1201688, 935876, 728861, 567637, 442076,
        344289, 268133, 208822, 162631, 126657, 98641, 76821, 59829, 46595, 36288, 28261, 22010,
        17141, 13350, 10397, 8097, 6306, 4911, 3825, 2979, 2320, 1807, 1407, 1096, 853, 665, 518,
        403, 314, 245, 190, 148, 115, 90, 70, 55, 42, 33, 26, 20, 16, 12, 9, 7, 6, 4, 3, 3, 2, 2, 1,
        1, 1, 1,
    };
    uint32_t index = (uint32_t)upcall_java_neg(distance);
    return index < 64u ? table[index] : 0;
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

/* Scores.top2 */
static int32_t scores_top2(const upcall_scores_t *scores)
{
    int32_t first = scores_top1(scores);
    int32_t best = (first == 0) ? 1 : 0;
    for (int32_t i = 1; i < scores_count(scores); i++) {
        if (i != first && scores->logits[i] > scores->logits[best]) {
            best = i;
        }
    }
    return best;
}

/* Scores.expTop2 */
static float scores_exp_top2(const upcall_scores_t *scores, float temperature)
{
    return (float)scores_counts(scores, upcall_java_sub(scores->logits[scores_top2(scores)], scores->logits[scores_top1(scores)]), temperature) * scores_resolution(scores);
}

/* LogisticRegression.decide */
static upcall_verdict_t policy_decide(const upcall_scores_t *scores)
{
    float sum = scores_exp_sum(scores, 1.0f);
    float e2 = scores_exp_top2(scores, 1.0f);
    return (param_beta * sum + (param_w1 + param_w2 * e2) >= 0.0f)
        ? UPCALL_ACCEPT
        : UPCALL_CONTINUE;
}

upcall_verdict_t upcall_policy_0_decide(const upcall_scores_t *scores)
{
    upcall_verdict_t verdict = policy_decide(scores);
    /* The next stage of the ladder is the tier above. */
    return verdict == UPCALL_CONTINUE ? UPCALL_UPCALL : verdict;
}
