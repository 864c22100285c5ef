namespace AiGateway.Contracts.Cel;

/// <summary>
/// One evaluation: walks the nodes and counts what it costs. A part without a value makes the whole have none, except where <c>&amp;&amp;</c>, <c>||</c>, exists or all
/// are decided by another part.
/// </summary>
internal ref struct CelEvaluation(Func<int, CelValue> variables, int locals)
{
    private readonly CelValue[] _locals = locals == 0 ? [] : new CelValue[locals];
    private int _cost;

    private readonly bool IsSpent => _cost > CelBounds.Cost;

    public CelOutcome Decide(CelNode root)
    {
        var value = Run(root);
        if (IsSpent) return new(false, CelFault.CostExceeded);
        return value.Kind switch
        {
            CelKind.Bool => new(value.AsBool, CelFault.None),
            CelKind.Fault => new(false, value.AsFault),
            _ => new(false, CelFault.WrongType),
        };
    }

    private CelValue Run(CelNode node)
    {
        Charge(0);
        if (IsSpent) return CelValue.Of(CelFault.CostExceeded);
        return node.Op switch
        {
            CelOp.Literal => node.Value,
            CelOp.Variable => variables(node.Place),
            CelOp.HasVariable => CelValue.Of(!variables(node.Place).IsEmpty),
            CelOp.Local => _locals[node.Place],
            CelOp.And => RunChain(node, decisive: false),
            CelOp.Or => RunChain(node, decisive: true),
            CelOp.Exists => RunOver(node, decisive: true),
            CelOp.All => RunOver(node, decisive: false),
            CelOp.Conditional => RunConditional(node),
            CelOp.List => RunList(node),
            _ => RunStrict(node),
        };
    }

    private void Charge(int characters) => _cost += 1 + (characters / 16);

    /// <summary>The first operand that is decisive decides, even behind one without a value.</summary>
    private CelValue RunChain(CelNode node, bool decisive)
    {
        var verdict = CelValue.Of(!decisive);
        foreach (var operand in node.Operands)
        {
            if (Absorb(ref verdict, Run(operand), decisive)) return verdict;
        }

        return verdict;
    }

    private CelValue RunOver(CelNode node, bool decisive)
    {
        var list = Run(node.Operands[0]);
        if (list.IsFault) return list;
        if (list.Kind != CelKind.List) return CelValue.Of(CelFault.WrongType);
        var verdict = CelValue.Of(!decisive);
        foreach (var value in list.AsList)
        {
            _locals[node.Place] = value;
            if (Absorb(ref verdict, Run(node.Operands[1]), decisive) || IsSpent) return verdict;
        }

        return verdict;
    }

    /// <summary>True where the value decides; one without truth stays the verdict until then.</summary>
    private static bool Absorb(ref CelValue verdict, CelValue value, bool decisive)
    {
        if (value.Kind != CelKind.Bool)
        {
            if (!verdict.IsFault) verdict = value.IsFault ? value : CelValue.Of(CelFault.WrongType);
            return false;
        }

        if (value.AsBool != decisive) return false;
        verdict = value;
        return true;
    }

    private CelValue RunConditional(CelNode node)
    {
        var condition = Run(node.Operands[0]);
        if (condition.IsFault) return condition;
        return condition.Kind == CelKind.Bool ? Run(node.Operands[condition.AsBool ? 1 : 2]) : CelValue.Of(CelFault.WrongType);
    }

    private CelValue RunList(CelNode node)
    {
        var values = new CelValue[node.Operands.Length];
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = Run(node.Operands[index]);
            if (values[index].IsFault) return values[index];
        }

        return CelValue.Of(values);
    }

    private CelValue RunStrict(CelNode node)
    {
        var left = Run(node.Operands[0]);
        if (left.IsFault) return left;
        if (node.Operands.Length == 1) return RunUnary(node, left);

        var right = Run(node.Operands[1]);
        return right.IsFault ? right : RunPair(node, left, right);
    }

    private CelValue RunUnary(CelNode node, CelValue value)
    {
        if (node.Op != CelOp.Size || value.Kind != CelKind.String) return OfOne(node, value);
        Charge(value.AsString.Length);
        return CelValue.Of((long)CelText.CountOf(value.AsString));
    }

    private static CelValue OfOne(CelNode node, CelValue value) => (node.Op, value.Kind) switch
    {
        (CelOp.Not, CelKind.Bool) => CelValue.Of(!value.AsBool),
        (CelOp.Negate, _) => CelNumbers.Negate(value),
        (CelOp.Has, CelKind.Map) => CelValue.Of(value.AsMap.ContainsKey(node.Name)),
        (CelOp.Select, CelKind.Map) => value.AsMap.TryGetValue(node.Name, out var member) ? member : CelValue.Of(CelFault.NoSuchKey),
        (CelOp.Size, CelKind.List) => CelValue.Of((long)value.AsList.Count),
        (CelOp.Size, CelKind.Map) => CelValue.Of((long)value.AsMap.Count),
        _ => CelValue.Of(CelFault.WrongType),
    };

    private CelValue RunPair(CelNode node, CelValue left, CelValue right) => node.Op switch
    {
        CelOp.Equal => CelValue.Of(AreEqual(left, right)),
        CelOp.NotEqual => CelValue.Of(!AreEqual(left, right)),
        >= CelOp.Less and <= CelOp.GreaterOrEqual => Order(node.Op, left, right),
        CelOp.In => IsIn(left, right),
        CelOp.Index => At(left, right),
        _ when left.Kind == CelKind.String && right.Kind == CelKind.String => RunTexts(node, left.AsString, right.AsString),
        >= CelOp.Add and <= CelOp.Modulo => CelNumbers.Calculate(node.Op, left, right),
        _ => CelValue.Of(CelFault.WrongType),
    };

    private CelValue RunTexts(CelNode node, string left, string right)
    {
        Charge(left.Length + right.Length);
        if (IsSpent) return CelValue.Of(CelFault.CostExceeded);
        return node.Op switch
        {
            CelOp.Add => CelValue.Of(left + right),
            CelOp.StartsWith => CelValue.Of(left.StartsWith(right, StringComparison.Ordinal)),
            CelOp.EndsWith => CelValue.Of(left.EndsWith(right, StringComparison.Ordinal)),
            CelOp.Contains => CelValue.Of(left.Contains(right, StringComparison.Ordinal)),
            CelOp.Matches => CelValue.Of(node.Pattern!.IsMatch(left)),
            _ => CelValue.Of(CelFault.WrongType),
        };
    }

    private CelValue Order(CelOp op, CelValue left, CelValue right)
    {
        if (OrderOf(left, right, out var comparable) is not { } order) return comparable ? CelValue.Of(false) : CelValue.Of(CelFault.WrongType);
        return CelValue.Of(op switch
        {
            CelOp.Less => order < 0,
            CelOp.LessOrEqual => order <= 0,
            CelOp.Greater => order > 0,
            _ => order >= 0,
        });
    }

    private int? OrderOf(CelValue left, CelValue right, out bool comparable)
    {
        comparable = true;
        if (IsNumber(left) && IsNumber(right)) return CelNumbers.Compare(left, right);
        comparable = left.Kind == CelKind.String && right.Kind == CelKind.String;
        if (!comparable) return null;
        Charge(Math.Min(left.AsString.Length, right.AsString.Length));
        return CelText.Compare(left.AsString, right.AsString);
    }

    private CelValue IsIn(CelValue value, CelValue among)
    {
        if (among.Kind == CelKind.Map) return CelValue.Of(value.Kind == CelKind.String && among.AsMap.ContainsKey(value.AsString));
        if (among.Kind != CelKind.List) return CelValue.Of(CelFault.WrongType);
        foreach (var candidate in among.AsList)
        {
            if (AreEqual(value, candidate)) return CelValue.Of(true);
            if (IsSpent) return CelValue.Of(CelFault.CostExceeded);
        }

        return CelValue.Of(false);
    }

    private static CelValue At(CelValue target, CelValue index) => (target.Kind, index.Kind) switch
    {
        (CelKind.List, CelKind.Int) => index.AsInt >= 0 && index.AsInt < target.AsList.Count ? target.AsList[(int)index.AsInt] : CelValue.Of(CelFault.NoSuchIndex),
        (CelKind.Map, CelKind.String) => target.AsMap.TryGetValue(index.AsString, out var member) ? member : CelValue.Of(CelFault.NoSuchKey),
        _ => CelValue.Of(CelFault.WrongType),
    };

    private bool AreEqual(CelValue left, CelValue right)
    {
        Charge(0);
        if (IsSpent) return false;
        if (IsNumber(left) && IsNumber(right)) return CelNumbers.Compare(left, right) == 0;
        if (left.Kind != right.Kind) return false;
        return left.Kind switch
        {
            CelKind.String => AreEqual(left.AsString, right.AsString),
            CelKind.Bool => left.AsBool == right.AsBool,
            CelKind.List => AreEqual(left.AsList, right.AsList),
            CelKind.Map => AreEqual(left.AsMap, right.AsMap),
            _ => true,
        };
    }

    private bool AreEqual(string left, string right)
    {
        Charge(Math.Min(left.Length, right.Length));
        return string.Equals(left, right, StringComparison.Ordinal);
    }

    private bool AreEqual(IReadOnlyList<CelValue> left, IReadOnlyList<CelValue> right)
    {
        if (left.Count != right.Count) return false;
        for (var index = 0; index < left.Count; index++)
        {
            if (!AreEqual(left[index], right[index])) return false;
        }

        return true;
    }

    private bool AreEqual(IReadOnlyDictionary<string, CelValue> left, IReadOnlyDictionary<string, CelValue> right)
    {
        if (left.Count != right.Count) return false;
        foreach (var (key, value) in left)
        {
            if (!right.TryGetValue(key, out var other) || !AreEqual(value, other)) return false;
        }

        return true;
    }

    private static bool IsNumber(CelValue value) => value.Kind is CelKind.Int or CelKind.Double;
}
