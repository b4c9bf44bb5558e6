<#-- Macros the layers' templates share. -->
<#macro comment lines>
/*
<#list lines as line>
 * ${line}
</#list>
 */
</#macro>
<#-- A layer that computes rows gets them as a band, and passes for one of a lower image. -->
<#macro begin head>
<@comment head.comment/>
static void ${head.function}(<#if head.rows == 0>void<#else>const upcall_band_t *band</#if>) {
</#macro>
<#macro part head type window="window.">
<#if head.rows != 0>
    ${type} part = layer;
    part.input.height = band->input_rows;
    part.output.height = band->output_rows;
    part.${window}pad_top = band->pad_top;
</#if>
</#macro>
<#function name head>
<#return (head.rows == 0)?then("layer", "part")>
</#function>
<#function times head>
<#return (head.rows == 0)?then("", "band->output_rows * ")>
</#function>
<#macro image name value>
        .${name} = {.height = ${value.height}, .width = ${value.width}, .channels = ${value.channels}},
</#macro>
<#macro window value>
        .window = {.height = ${value.height}, .width = ${value.width},
                   .stride_y = ${value.strideY}, .stride_x = ${value.strideX},
                   .dilation_y = ${value.dilationY}, .dilation_x = ${value.dilationX},
                   .pad_top = ${value.padTop}, .pad_left = ${value.padLeft}},
</#macro>
<#macro scaling value>
        .scaling = {.bias = ${value.prefix}_bias,
                    .multiplier = ${value.prefix}_multiplier,
                    .right = ${value.prefix}_right,
                    .zero_point = ${value.zeroPoint}, .min = ${value.min}, .max = ${value.max}},
</#macro>
<#macro rounding value>{.factor = ${value.factor}, .offset = ${value.offset}<#if value.wide()>LL, .below = ${value.below}LL<#else>, .shift = ${value.shift}</#if>}</#macro>
<#macro sum value indent>
${indent}.left_zero_point = ${value.leftZeroPoint},
${indent}.right_zero_point = ${value.rightZeroPoint},
${indent}.output_zero_point = ${value.outputZeroPoint},
${indent}.left_multiplier = ${value.left.multiplier}, .left_shift = ${value.left.shift},
${indent}.right_multiplier = ${value.right.multiplier}, .right_shift = ${value.right.shift},
${indent}.output_multiplier = ${value.output.multiplier}, .output_shift = ${value.output.shift},
${indent}.min = ${value.min}, .max = ${value.max},
</#macro>
<#macro products value weights>
        .layer = {
            .products = {.groups = ${value.groups}, .blocks = ${value.blocks}, .pitch = ${value.pitch},
                         .form = ${value.formName()}, .offset = ${value.offset}, .shift = ${value.shift}},
            .weights = ${weights}_values,
<#if value.form == 2>
            .exact = {.bias = 0,
                      .multiplier = ${value.exact.prefix}_multiplier,
                      .right = ${value.exact.prefix}_right,
                      .zero_point = ${value.exact.zeroPoint}, .min = ${value.exact.min}, .max = ${value.exact.max}},
</#if>
        },
</#macro>
<#macro lanes value weights indent>
${indent}.weights = ${weights}_values, .depth = ${value.depth}, .channels = ${value.channels},
${indent}.scale = {.start = ${weights}_start, .multiplier = ${weights}_multiplier,
${indent}          .correction = ${(value.signed == 1)?then(weights + "_correction", "0")},
${indent}          .offset = ${value.offset}, .up = ${value.up}},
</#macro>
<#macro scalar value>
        .layer = {.taps = ${value.taps}, .blocks = ${value.blocks}, .pitch = ${value.pitch},
                  .is_signed = ${value.signed}, .offset = ${value.offset}, .shift = ${value.shift}},
</#macro>
