using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace AiGateway.Contracts.Cel;

/// <summary>
/// Makes the nodes of one expression: looks names up, checks types, and counts. What does not fit is noted, and its type is then unknown, so that one fault is told
/// once.
/// </summary>
internal sealed class CelNodes(CelEnvironment environment)
{
    private readonly List<CelError> _errors = [];
    private readonly List<(string Name, CelType Type)> _locals = [];
    private int _count;
    private int _mostLocals;

    /// <summary>The expression, where it is a condition and nothing was wrong.</summary>
    public CelParsing Finish(CelNode root)
    {
        if (_errors.Count == 0 && root.Type.Kind != CelKind.Bool) Note(root.Position, $"the whole must be true or false, and is {root.Type}");
        return _errors.Count == 0
            ? new() { Expression = new(root, _mostLocals) }
            : new() { Errors = [.. _errors.OrderBy(error => error.Position)] };
    }

    public bool IsVariable(string name) => environment.IndexOf(name) >= 0;

    /// <summary>Whether a longer name can be a variable: a local's name hides those.</summary>
    public bool MayGoOn(string name) => PlaceOfLocal(name) < 0 && environment.HasBelow(name);

    public CelNode Literal(int position, CelValue value, CelType type) => Add(new() { Op = CelOp.Literal, Position = position, Type = type, Value = value });

    public CelNode List(int position, List<CelNode> values)
    {
        var element = values.Count == 0 ? CelType.Dyn : values.Select(value => value.Type).Aggregate(CelTyping.Join);
        return Add(new() { Op = CelOp.List, Position = position, Type = CelType.ListOf(element), Operands = [.. values] });
    }

    public CelNode Name(CelToken name)
    {
        if (PlaceOfLocal(name.Text) is >= 0 and var place)
            return Add(new() { Op = CelOp.Local, Position = name.Position, Type = _locals[place].Type, Name = name.Text, Place = place });

        var index = environment.IndexOf(name.Text);
        if (index < 0) Note(name.Position, $"there is no variable '{name.Text}'; there are {string.Join(", ", environment.Variables.Select(variable => variable.Name))}");
        return Add(new()
        {
            Op = CelOp.Variable, Position = name.Position, Type = index < 0 ? CelType.Dyn : environment.Variables[index].Type, Name = name.Text, Place = index,
        });
    }

    public CelNode Select(CelNode target, CelToken name)
    {
        if (target.Type.Kind is not (CelKind.Map or CelKind.Dyn)) Note(name.Position, $"{target.Type} has no member '{name.Text}'");
        return Add(new() { Op = CelOp.Select, Position = name.Position, Type = target.Type.Element ?? CelType.Dyn, Operands = [target], Name = name.Text });
    }

    /// <summary>An operator on its operands.</summary>
    public CelNode Of(CelOp op, int position, params ImmutableArray<CelNode> operands)
    {
        var type = CelTyping.Of(op, [.. operands.Select(operand => operand.Type)]);
        if (type is null) Note(position, $"'{CelPrinter.WordOf(op)}' does not take {string.Join(" and ", operands.Select(operand => operand.Type))}");
        return Add(new() { Op = op, Position = position, Type = type ?? CelType.Dyn, Operands = operands });
    }

    public CelNode Function(CelToken name, ImmutableArray<CelNode> arguments) => (name.Text, arguments.Length) switch
    {
        ("has", 1) => Has(name, arguments[0]),
        ("size", 1) => Of(CelOp.Size, name.Position, arguments),
        _ => Unknown(name, "function"),
    };

    /// <summary>The first argument is what stands before the dot.</summary>
    public CelNode Method(CelToken name, ImmutableArray<CelNode> arguments) => (name.Text, arguments.Length) switch
    {
        ("size", 1) => Of(CelOp.Size, name.Position, arguments),
        ("startsWith", 2) => Of(CelOp.StartsWith, name.Position, arguments),
        ("endsWith", 2) => Of(CelOp.EndsWith, name.Position, arguments),
        ("contains", 2) => Of(CelOp.Contains, name.Position, arguments),
        ("matches", 2) => Matches(name, arguments),
        _ => Unknown(name, "method"),
    };

    /// <summary>Within a macro its local's name stands for each of the list's values.</summary>
    public void Enter(CelToken local, CelNode list)
    {
        if (list.Type.Kind is not (CelKind.List or CelKind.Dyn)) Note(list.Position, $"exists and all need a list, and this is {list.Type}");
        _locals.Add((local.Text, list.Type.Kind == CelKind.List ? list.Type.Element! : CelType.Dyn));
        _mostLocals = Math.Max(_mostLocals, _locals.Count);
    }

    public CelNode Leave(CelToken name, CelNode list, CelNode condition)
    {
        var place = _locals.Count - 1;
        var local = _locals[place].Name;
        _locals.RemoveAt(place);
        if (condition.Type.Kind is not (CelKind.Bool or CelKind.Dyn)) Note(condition.Position, $"the condition of {name.Text} must be true or false, and is {condition.Type}");
        return Add(new()
        {
            Op = name.Text == "all" ? CelOp.All : CelOp.Exists, Position = name.Position, Type = CelType.Bool, Operands = [list, condition], Name = local, Place = place,
        });
    }

    private CelNode Has(CelToken name, CelNode argument)
    {
        var op = argument.Op == CelOp.Variable ? CelOp.HasVariable : CelOp.Has;
        if (argument.Op is not (CelOp.Variable or CelOp.Select)) Note(argument.Position, "has takes a variable or a member");
        return Add(new() { Op = op, Position = name.Position, Type = CelType.Bool, Operands = argument.Operands, Name = argument.Name, Place = argument.Place });
    }

    private CelNode Matches(CelToken name, ImmutableArray<CelNode> arguments)
    {
        if (arguments[1].Op != CelOp.Literal || arguments[1].Type.Kind != CelKind.String)
        {
            Note(arguments[1].Position, "the pattern of matches must be a string that is written out");
            return Of(CelOp.Matches, name.Position, arguments);
        }

        var pattern = Compile(arguments[1]);
        var type = CelTyping.Of(CelOp.Matches, [arguments[0].Type, CelType.String]);
        if (type is null) Note(name.Position, $"'matches' does not take {arguments[0].Type}");
        return Add(new() { Op = CelOp.Matches, Position = name.Position, Type = CelType.Bool, Operands = arguments, Pattern = pattern });
    }

    private Regex? Compile(CelNode literal)
    {
        var pattern = literal.Value.AsString;
        if (pattern.Length > CelBounds.Pattern)
        {
            Note(literal.Position, $"the pattern is longer than {CelBounds.Pattern} characters");
            return null;
        }

        try
        {
            // Without backtracking the time is linear in the text, so that no limit of time is needed.
            return new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
        }
        catch (Exception unfit) when (unfit is ArgumentException or NotSupportedException)
        {
            Note(literal.Position, "the pattern is no regular expression that can be matched in linear time");
            return null;
        }
    }

    private CelNode Unknown(CelToken name, string what)
    {
        Note(name.Position, $"there is no {what} '{name.Text}' with these arguments");
        return Add(new() { Op = CelOp.Literal, Position = name.Position, Type = CelType.Dyn });
    }

    private int PlaceOfLocal(string name) => _locals.FindLastIndex(local => local.Name == name);

    private CelNode Add(CelNode node)
    {
        if (++_count > CelBounds.Nodes) throw new CelSyntaxException(node.Position, $"the expression has more than {CelBounds.Nodes} parts");
        return node.Depth <= CelBounds.Depth
            ? node
            : throw new CelSyntaxException(node.Position, $"operators stand within each other more than {CelBounds.Depth} deep");
    }

    private void Note(int position, string message) => _errors.Add(new(position + 1, message));
}
