<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_resize2d_t layer = {
        .bytes = ${bytes},
<@c.image "input" input/>
<@c.image "output" output/>
        .row_taps = ${rowTaps}, .column_taps = ${columnTaps},
        .rows = ${prefix}_rows, .row_weights = ${prefix}_row_weights,
        .columns = ${prefix}_columns, .column_weights = ${prefix}_column_weights,
    };
    upcall_resize2d(&layer, ${head.input}, ${head.output});
}
