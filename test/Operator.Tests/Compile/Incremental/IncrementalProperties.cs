using AiGateway.Operator.Compile;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Compile.Incremental;

/// <summary>What is kept from turn to turn makes compiling cheap, and never another compilation.</summary>
public sealed class IncrementalProperties
{
    private const int Turns = 8;

    [Fact]
    public void Compile_AfterAnyChanges_IsAsFromNothing() => ForAll(inventories =>
    {
        var inventory = inventories.Make();
        var kept = BundleCompiler.Compile(inventory);
        for (var turn = 0; turn < Turns; turn++)
        {
            inventory = inventories.After(inventory);
            kept = BundleCompiler.Compile(inventory, kept);
            Assert.Equal(Text(BundleCompiler.Compile(inventory)), Text(kept));
        }
    });

    /// <summary>What was left unasked in turns before is answered as of this one.</summary>
    [Fact]
    public void Compile_AskedAtTheEndAlone_IsAsFromNothing() => ForAll(inventories =>
    {
        var inventory = inventories.Make();
        var kept = BundleCompiler.Compile(inventory);
        for (var turn = 0; turn < Turns; turn++) kept = BundleCompiler.Compile(inventory = inventories.After(inventory), kept);
        Assert.Equal(Text(BundleCompiler.Compile(inventory)), Text(kept));
    });

    [Fact]
    public void Compile_AfterWhatHasNothingToDoWithIt_IsAsFromNothing() => ForAll(inventories =>
    {
        var (before, inventory) = (inventories.Make(), inventories.Make());
        Assert.Equal(Text(BundleCompiler.Compile(inventory)), Text(BundleCompiler.Compile(inventory, BundleCompiler.Compile(before))));
    });

    private static string Text(Compilation compilation) =>
        CaseText.Reports(compilation)
        + CaseText.Bundles(compilation, null)
        + CaseText.NetworkPolicies(compilation)
        + string.Concat(compilation.Resources.Select(report => $"{report.Resource}: {string.Join(',', report.PodUids)} held by {report.Hold?.Key}\n"))
        + string.Concat(compilation.Agents.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value.Agent} {pair.Value.Wanted} {pair.Value.Hold?.Key} {pair.Value.Rules.Revision}\n"))
        + string.Concat(compilation.Budgets.Select(budget => $"{budget.Name} {budget.Source} {budget.Obstacle}\n"))
        + string.Concat(compilation.TokenRequests.Select(request => $"{request.Key}\n"));

    private static void ForAll(Action<ChangingInventory> holds) =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed => holds(new(seed))).Check(Config.QuickThrowOnFailure.WithMaxTest(60));
}
