namespace AiGateway.Contracts.Cel;

/// <summary>Which operands an operator takes, and what it makes of them. A <see cref="CelKind.Dyn"/> fits everywhere; the evaluation then looks again.</summary>
internal static class CelTyping
{
    /// <summary>The type of the result; null where the operator does not take such operands.</summary>
    public static CelType? Of(CelOp op, CelType[] operands) => op switch
    {
        CelOp.Not or CelOp.And or CelOp.Or => operands.All(operand => Is(operand, CelKind.Bool)) ? CelType.Bool : null,
        CelOp.Negate => IsNumber(operands[0]) ? operands[0] : null,
        CelOp.Conditional => Is(operands[0], CelKind.Bool) && Fit(operands[1], operands[2]) ? Join(operands[1], operands[2]) : null,
        CelOp.Size => operands[0].Kind is CelKind.String or CelKind.List or CelKind.Map or CelKind.Dyn ? CelType.Int : null,
        CelOp.Index => OfIndex(operands[0], operands[1]),
        _ => OfPair(op, operands[0], operands[1]),
    };

    /// <summary>One type for values of both.</summary>
    public static CelType Join(CelType left, CelType right) => left == right ? left : CelType.Dyn;

    private static CelType? OfPair(CelOp op, CelType left, CelType right) => op switch
    {
        CelOp.Equal or CelOp.NotEqual => Fit(left, right) ? CelType.Bool : null,
        CelOp.Less or CelOp.LessOrEqual or CelOp.Greater or CelOp.GreaterOrEqual => IsOrdered(left) && IsOrdered(right) && Fit(left, right) ? CelType.Bool : null,
        CelOp.In => OfIn(left, right),
        CelOp.StartsWith or CelOp.EndsWith or CelOp.Contains or CelOp.Matches => Is(left, CelKind.String) && Is(right, CelKind.String) ? CelType.Bool : null,
        CelOp.Modulo => Is(left, CelKind.Int) && Is(right, CelKind.Int) ? CelType.Int : null,
        _ => OfCalculation(op, left, right),
    };

    private static CelType? OfIn(CelType value, CelType among) => among.Kind switch
    {
        CelKind.Dyn => CelType.Bool,
        CelKind.Map => Is(value, CelKind.String) ? CelType.Bool : null,
        CelKind.List => Fit(value, among.Element!) ? CelType.Bool : null,
        _ => null,
    };

    private static CelType? OfIndex(CelType target, CelType index) => target.Kind switch
    {
        CelKind.Dyn => index.Kind is CelKind.Int or CelKind.String or CelKind.Dyn ? CelType.Dyn : null,
        CelKind.List => Is(index, CelKind.Int) ? target.Element : null,
        CelKind.Map => Is(index, CelKind.String) ? target.Element : null,
        _ => null,
    };

    private static CelType? OfCalculation(CelOp op, CelType left, CelType right)
    {
        var text = op == CelOp.Add && Is(left, CelKind.String) && Is(right, CelKind.String);
        if (!text && !(IsNumber(left) && IsNumber(right))) return null;
        if (left.Kind == CelKind.Dyn) return right;
        return right.Kind == CelKind.Dyn || left.Kind == right.Kind ? left : null;
    }

    private static bool Fit(CelType left, CelType right)
    {
        if (left.Kind == CelKind.Dyn || right.Kind == CelKind.Dyn) return true;
        if (left.Kind != right.Kind) return IsNumber(left) && IsNumber(right);
        return left.Element is null || Fit(left.Element, right.Element!);
    }

    private static bool IsOrdered(CelType type) => IsNumber(type) || type.Kind == CelKind.String;

    private static bool IsNumber(CelType type) => type.Kind is CelKind.Int or CelKind.Double or CelKind.Dyn;

    private static bool Is(CelType type, CelKind kind) => type.Kind == kind || type.Kind == CelKind.Dyn;
}
