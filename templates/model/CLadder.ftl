<#import "banner.ftl" as banners>
<#-- A bare model's numbers go in and out as the bytes they are. -->
<#if scores == "int8_t">
<#assign bytes = "" constBytes = "" scored = "">
<#else>
<#assign bytes = "(int8_t *)" constBytes = "(const int8_t *)" scored = "(const void *)">
</#if>
<#function members stage>
<#return (stage.parts?size == 0)?then(1, stage.parts?size)>
</#function>
<@banners.block banner/>
#include "upcall_ladder.h"

#include "upcall_model.h"
<#if gate.policy != "">
#include "${gate.policy}.h"
</#if>
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
<#if feed == "" || maps?has_content>

static void upcall_ladder_copy(const int8_t *from, int8_t *to, int32_t count) {
    for (int32_t i = 0; i < count; i++) {
        to[i] = from[i];
    }
}
</#if>
<#if spreads || kept gt 0>

/* Scores that no network has as they are. */
static int8_t upcall_ladder_scores[${classes}];
</#if>
<#if spreads>

/* Puts the logits of some classes in their places; those that are not there are never the largest. */
static void upcall_ladder_spread(const int8_t *logits, const uint8_t *places, int32_t count) {
    for (int32_t i = 0; i < ${classes}; i++) {
        upcall_ladder_scores[i] = -128;
    }
    for (int32_t i = 0; i < count; i++) {
        upcall_ladder_scores[places[i]] = logits[i] > -127 ? logits[i] : -127;
    }
}
</#if>
<#if kept gt 0>

/* Logits of networks that others run over. */
static int8_t upcall_ladder_kept[${kept}][${classes}];

typedef struct {
    const int8_t *logits;
    int32_t multiplier; /* ${fractionBits} fraction bits */
} upcall_ladder_part_t;

/* The mean of logits on a scale on which all have room; returns how many of them agree with it on the
 * largest score. */
static uint8_t upcall_ladder_mean(const upcall_ladder_part_t *parts, int32_t count, int32_t offset) {
    for (int32_t i = 0; i < ${classes}; i++) {
        int32_t sum = offset;
        for (int32_t part = 0; part < count; part++) {
            sum += parts[part].multiplier * parts[part].logits[i];
        }
        sum = sum < 0 ? 0 : sum >> ${fractionBits};
        upcall_ladder_scores[i] = (int8_t)((sum > 255 ? 255 : sum) - 128);
    }
    uint8_t agreeing = 0;
    for (int32_t part = 0; part < count; part++) {
        if (upcall_ladder_top(parts[part].logits) == upcall_ladder_top(upcall_ladder_scores)) {
            agreeing++;
        }
    }
    return agreeing;
}
</#if>
<#list stages as stage>

<#if stage.places?has_content>
static const uint8_t upcall_ladder_places_${stage.index}[] = {${stage.places?join(", ")}};

</#if>
<#if stage.parts?has_content>
static const upcall_ladder_part_t upcall_ladder_parts_${stage.index}[] = {
<#list stage.parts as part>
    {upcall_ladder_kept[${part.kept}], ${part.multiplier}},
</#list>
};

</#if>
static upcall_verdict_t upcall_ladder_stage_${stage.index}(const int8_t *input, upcall_outcome_t *outcome) {
<#if !stage.reads>
    (void)input;
</#if>
<#list stage.runs as run>
<#list run.inputs as port>
    upcall_ladder_copy(input, ${bytes}${port.place}, ${port.bytes});
<#if port?has_next>
    input += ${port.bytes};
</#if>
</#list>
<#if run.fed == "">
    ${run.function}();
<#else>
    /* Else its rows have come one by one. */
    if (input != 0) {
        ${run.fed}_begin();
        for (int32_t row = 0; row < ${run.fed?upper_case}_INPUT_ROWS; row++) {
            ${run.fed}_feed_row(input + row * ${run.fed?upper_case}_INPUT_ROW_BYTES);
        }
    }
</#if>
<#if run.keep gte 0>
    upcall_ladder_copy(${run.logits}, upcall_ladder_kept[${run.keep}], ${classes});
</#if>
</#list>
    outcome->stage = ${stage.index};
    outcome->agreeing = 1;
<#if stage.parts?has_content>
    outcome->agreeing =
        upcall_ladder_mean(upcall_ladder_parts_${stage.index}, ${stage.parts?size}, ${stage.offset});
    outcome->logits = upcall_ladder_scores;
<#elseif stage.places?has_content>
    upcall_ladder_spread(${stage.logits}, upcall_ladder_places_${stage.index}, ${stage.places?size});
    outcome->logits = upcall_ladder_scores;
<#else>
    outcome->logits = ${constBytes}${stage.logits};
</#if>
<#if stage.policy != "">
    const upcall_scores_t scores = {outcome->logits, ${classes}, ${stage.scale}, ${stage.zeroPoint}, ${members(stage)}, outcome->agreeing};
    return ${stage.policy}_decide(&scores);
<#else>
    return ${stage.verdict};
</#if>
}
</#list>

void upcall_ladder_run(uint8_t stage, const int8_t *input, upcall_outcome_t *outcome) {
<#if stages?size == 1>
    (void)stage;
    outcome->verdict = upcall_ladder_stage_0(input, outcome);
<#else>
    switch (stage) {
<#list stages as stage>
    <#if stage?has_next>case ${stage.index}<#else>default</#if>:
        outcome->verdict = upcall_ladder_stage_${stage.index}(input, outcome);
        break;
</#list>
    }
</#if>
    outcome->top = upcall_ladder_top(${scored}outcome->logits);
}
<#if gate.policy != "">

bool upcall_ladder_gate(const int8_t *input) {
    const upcall_sample_t sample = {input, ${gate.values}, ${gate.scale}, ${gate.zeroPoint}};
    return ${gate.policy}_decide(&sample) == UPCALL_UPCALL;
}
</#if>
<#if maps?has_content && feed == "">

int8_t *upcall_ladder_input(void) {
    return ${stages[0].runs[0].inputs[0].place};
}
</#if>
<#if maps?has_content>

uint32_t upcall_ladder_feature_map(uint8_t stage, int8_t *map) {
    static const int8_t check[] = {${check?join(", ")}};
    int8_t *to = map;
    upcall_ladder_copy(check, to, ${check?size});
    to += ${check?size};
    switch (stage) {
<#list maps as map>
    case ${map.stage}:
<#list map.pieces as piece>
        upcall_ladder_copy(upcall_arena + ${piece.offset}, to, ${piece.bytes});
        to += ${piece.bytes};
</#list>
        break;
</#list>
    default:
        break; /* no policy calls up behind it */
    }
    return (uint32_t)(to - map);
}
</#if>
<#if feed != "">

void upcall_ladder_begin(void) {
    ${feed}_begin();
}

void upcall_ladder_row(const int8_t *row) {
    ${feed}_feed_row(row);
}
</#if>
<#if learns>

void upcall_ladder_init(void) {
<#if gate.learns>
    ${gate.policy}_init();
</#if>
<#list stages as stage>
<#if stage.learns>
    ${stage.policy}_init();
</#if>
</#list>
}

void upcall_ladder_feedback(
    uint8_t stage, const int8_t *logits, uint8_t agreeing, uint16_t local, uint16_t label,
    bool audited) {
<#if !toldAnswers>
    (void)stage;
    (void)logits;
    (void)agreeing;
    (void)local;
    (void)label;
    (void)audited;
</#if>
<#list stages as stage>
<#if stage.learns>
    if (stage == ${stage.index}u) {
        const upcall_scores_t scores = {logits, ${classes}, ${stage.scale}, ${stage.zeroPoint}, ${members(stage)}, agreeing};
        const upcall_answer_t answer = {&scores, local, label, audited};
        ${stage.policy}_feedback(&answer);
    }
</#if>
</#list>
}
</#if>
<#if pushed?has_content>

bool upcall_ladder_set(const float *values) {
<#list pushed as policy>
    if (!${policy.policy}_fits(values + ${policy.at})) {
        return false;
    }
</#list>
<#list pushed as policy>
    ${policy.policy}_set(values + ${policy.at});
</#list>
    return true;
}

void upcall_ladder_get(float *values) {
<#list pushed as policy>
    ${policy.policy}_get(values + ${policy.at});
</#list>
}
</#if>
