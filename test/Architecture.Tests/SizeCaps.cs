using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiGateway.Architecture.Tests;

/// <summary>The caps on files, methods, parameters and constructors, over the syntax tree. The halls may be a little larger.</summary>
internal static class SizeCaps
{
    public const int FileLines = 300;
    public const int ProgramLines = 80;
    public const int MethodLines = 40;
    public const int HallMethodLines = 60;
    public const int Parameters = 4;
    public const int ConstructorParameters = 5;
    public const int HallConstructorParameters = 8;
    public const int Nesting = 3;

    private static readonly string[] Halls = ["operator/Reconcile/CompileLoop.cs", "sidecar/Pipeline/CallPipeline.cs"];

    public static IEnumerable<string> Violations(SourceFile file)
    {
        var root = CSharpSyntaxTree.ParseText(file.Text).GetRoot();
        var hall = Halls.Contains(file.Path);
        var lines = file.Text.Split('\n').Length - 1;
        var cap = file.Path.EndsWith("/Program.cs", StringComparison.Ordinal) ? ProgramLines : FileLines;
        if (lines > cap) yield return $"{file.Path}: {lines} lines, cap {cap}";

        foreach (var method in root.DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
        {
            foreach (var violation in MethodViolations(method, hall)) yield return $"{file.Path}: {violation}";
        }

        foreach (var type in root.DescendantNodes().OfType<TypeDeclarationSyntax>().Where(type => type.ParameterList is not null && type is not RecordDeclarationSyntax))
        {
            if (TooMany(type.ParameterList!, ConstructorCap(hall))) yield return $"{file.Path}: {type.Identifier.Text} takes more than {ConstructorCap(hall)}";
        }

        if (root.ChildNodes().OfType<BaseNamespaceDeclarationSyntax>().SelectMany(space => space.Members).Count() > 1)
            yield return $"{file.Path}: more than one top-level type";
    }

    private static IEnumerable<string> MethodViolations(BaseMethodDeclarationSyntax method, bool hall)
    {
        var name = method is MethodDeclarationSyntax named ? named.Identifier.Text : method.Kind().ToString();
        var span = method.GetLocation().GetLineSpan();
        var lines = span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
        var lineCap = hall ? HallMethodLines : MethodLines;
        if (lines > lineCap) yield return $"{name} has {lines} lines, cap {lineCap}";

        var parameterCap = method is ConstructorDeclarationSyntax ? ConstructorCap(hall) : Parameters;
        if (!IsForeign(method) && TooMany(method.ParameterList, parameterCap)) yield return $"{name} takes more than {parameterCap} parameters";

        var depth = method.DescendantNodes().OfType<StatementSyntax>().Where(IsBranch).Select(statement => Depth(statement, method)).DefaultIfEmpty().Max();
        if (depth > Nesting) yield return $"{name} nests {depth} deep, cap {Nesting}";
    }

    /// <summary>An override, a named interface's member or a native call has the parameters that its other side gives it.</summary>
    private static bool IsForeign(BaseMethodDeclarationSyntax method) =>
        method is MethodDeclarationSyntax { ExplicitInterfaceSpecifier: not null }
        || method.Modifiers.Any(SyntaxKind.OverrideKeyword) || method.Modifiers.Any(SyntaxKind.ExternKeyword)
        || method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => attribute.Name.ToString() is "LibraryImport" or "LoggerMessage");

    private static int ConstructorCap(bool hall) => hall ? HallConstructorParameters : ConstructorParameters;

    private static bool TooMany(ParameterListSyntax list, int cap) =>
        list.Parameters.Count(parameter => parameter.Type?.ToString() != "CancellationToken" && !parameter.Modifiers.Any(SyntaxKind.OutKeyword)) > cap;

    private static bool IsBranch(StatementSyntax statement) =>
        statement is IfStatementSyntax { Parent: not ElseClauseSyntax } or ForStatementSyntax or ForEachStatementSyntax or ForEachVariableStatementSyntax
            or WhileStatementSyntax or DoStatementSyntax or SwitchStatementSyntax;

    private static int Depth(StatementSyntax statement, SyntaxNode within) =>
        statement.AncestorsAndSelf().TakeWhile(node => node != within).OfType<StatementSyntax>().Count(IsBranch);
}
