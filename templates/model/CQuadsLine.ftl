<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_quads_line_t layer = {
        .inputs = ${inputs}, .channels = ${channels}, .taps = ${taps},
        .is_signed = ${signed}, .offset = ${offset}, .shift = ${shift},
        .weights = ${head.weights}_values,
        .records = ${head.weights}_records,
    };
    upcall_quads_line(&layer, ${head.input}, ${head.output});
}
