<#import "layer.ftl" as c>
<@c.comment head.comment/>
static void ${head.function}(void) {
    static const upcall_mat_mul_t layer = {
        .bytes = ${bytes},
        .rows = ${rows}, .depth = ${depth}, .columns = ${columns},
        .batches = {${batches?join(", ")}},
        .left_stride = {${leftStrides?join(", ")}},
        .right_stride = {${rightStrides?join(", ")}},
        .left_zero_point = ${leftZeroPoint}, .right_zero_point = ${rightZeroPoint},
        .output_zero_point = ${outputZeroPoint},
        .multiplier = ${factor.multiplier}, .shift = ${factor.shift},
    };
    upcall_mat_mul(&layer, ${head.input}, ${rightOperand}, ${head.output});
}
