/* Layers computed row by row. */
static upcall_rows_state_t ${prefix}_states[${images?size}];

static const upcall_rows_image_t ${prefix}_images[] = {
<#list images as image>
    {${image.data}, &${prefix}_states[${image?index}], ${image.rowBytes}, ${image.rows}, ${image.height}, ${image.present}, ${image.first}}, /* ${image.comment} */
</#list>
};

static const upcall_rows_layer_t ${prefix}_layers[] = {
<#list layers as layer>
    {${layer.function}, &${prefix}_images[${layer.left}], &${prefix}_images[${layer.right}], &${prefix}_images[${layer.output}],
     ${layer.rows}, ${layer.reach}, ${layer.stride}, ${layer.padTop}, ${layer.deepest}},
</#list>
};

static const upcall_segment_t ${prefix} = {
    .images = ${prefix}_images,
    .layers = ${prefix}_layers,
    .image_count = ${images?size},
    .layer_count = ${layers?size},
};
<#if fed < 0>

static void ${function}(void) {
    upcall_rows_begin(&${prefix});
    upcall_rows_run(&${prefix});
}
</#if>
