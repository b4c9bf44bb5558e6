package dev.upcall.compiler.emit;

/**
 * A call of upcall_recurrent.
 *
 * @param cell its name in C
 * @param cellNumber its number in C
 * @param arrays what the names of its constants begin with
 * @param cellState expression of an LSTM's state before the first step, else 0
 * @param scratch expression of its memory
 */
public record CRecurrent(
    CLayerHead head,
    String cell,
    int cellNumber,
    int steps,
    int batch,
    int width,
    int size,
    int gates,
    int reverse,
    int zeroPoint,
    CFactor product,
    CFactor output,
    CFactor inverse,
    CFactor curve,
    int cellClip,
    String arrays,
    String cellState,
    String scratch)
    implements CLayer {}
