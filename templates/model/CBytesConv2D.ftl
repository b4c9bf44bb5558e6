<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_bytes_layer_t layer UPCALL_FLASH = {
        .height = ${input.height}, .width = ${input.width}, .channels = ${input.channels},
        .out_height = ${output.height}, .out_width = ${output.width}, .out_channels = ${output.channels},
        .rows = ${window.height}, .columns = ${window.width},
        .stride_y = ${window.strideY}, .stride_x = ${window.strideX},
        .pad_top = ${window.padTop}, .pad_left = ${window.padLeft},
        .padding = ${padding},
        .weights = (const uint8_t *)${head.weights}_values,
    };
    ${head.kernel}(&layer, ${head.input}, ${head.output},
        <#if scratch == "">0<#else>(int8_t *)(${scratch})</#if>);
}
