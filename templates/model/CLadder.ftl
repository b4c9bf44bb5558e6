<#import "banner.ftl" as banners>
<#-- A bare model's numbers go in and out as the bytes they are. -->
<#if scores == "int8_t">
<#assign bytes = "" constBytes = "" scored = "">
<#else>
<#assign bytes = "(int8_t *)" constBytes = "(const int8_t *)" scored = "(const void *)">
</#if>
<@banners.block banner/>
#include "upcall_ladder.h"

#include "upcall_model.h"
<#list stages as stage>
<#if stage.policy != "">
#include "${stage.policy}.h"
</#if>
</#list>

${word.type} upcall_arena_words[UPCALL_ARENA_BYTES / ${word.bytes}];

/* Index of the largest score, the lowest of equals. */
static uint16_t upcall_ladder_top(const ${scores} *logits) {
    int32_t top = 0;
    for (int32_t i = 1; i < ${classes}; i++) {
        if (logits[i] > logits[top]) {
            top = i;
        }
    }
    return (uint16_t)top;
}

static void upcall_ladder_copy(const int8_t *from, int8_t *to, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        to[i] = from[i];
    }
}
<#list stages as stage>

static upcall_verdict_t upcall_ladder_stage_${stage.index}(const int8_t *input, upcall_outcome_t *outcome) {
<#list stage.inputs as suffix>
    upcall_ladder_copy(input, ${bytes}${stage.name}_input${suffix}(), ${stage.name?upper_case}_INPUT${suffix}_BYTES);
<#if suffix?has_next>
    input += ${stage.name?upper_case}_INPUT${suffix}_BYTES;
</#if>
</#list>
    ${stage.name}_run();
    outcome->stage = ${stage.index};
    outcome->logits = ${constBytes}${stage.name}_output${stage.output}();
<#if stage.policy != "">
    const upcall_scores_t scores = {outcome->logits, ${classes}, ${stage.scale}, ${stage.zeroPoint}, 1, 1};
    return ${stage.policy}_decide(&scores);
<#else>
    return ${stage.verdict};
</#if>
}
</#list>

void upcall_ladder_run(const int8_t *input, upcall_outcome_t *outcome) {
<#list stages as stage>
<#if stage.last>
    outcome->verdict = upcall_ladder_stage_${stage.index}(input, outcome);
    outcome->top = upcall_ladder_top(${scored}outcome->logits);
<#else>
    outcome->verdict = upcall_ladder_stage_${stage.index}(input, outcome);
    if (outcome->verdict != UPCALL_CONTINUE) {
        outcome->top = upcall_ladder_top(${scored}outcome->logits);
        return;
    }
</#if>
</#list>
}
<#if learns>

void upcall_ladder_init(void) {
<#list stages as stage>
<#if stage.learns>
    ${stage.policy}_init();
</#if>
</#list>
}

void upcall_ladder_feedback(
    uint8_t stage, const int8_t *logits, uint16_t local, uint16_t label, bool audited) {
<#list stages as stage>
<#if stage.learns>
    if (stage == ${stage.index}u) {
        const upcall_scores_t scores = {logits, ${classes}, ${stage.scale}, ${stage.zeroPoint}, 1, 1};
        const upcall_answer_t answer = {&scores, local, label, audited};
        ${stage.policy}_feedback(&answer);
    }
</#if>
</#list>
}
</#if>
