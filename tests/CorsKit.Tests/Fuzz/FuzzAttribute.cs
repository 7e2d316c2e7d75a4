using System.Runtime.CompilerServices;
using Xunit.v3;

namespace CorsKit.Tests.Fuzz;

/// <summary>A fact that calls <see cref="Fuzzing.Fuzz"/>: <c>tests/fuzz.sh</c> finds it by its lane.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FuzzAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1) : FactAttribute(file, line), ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("Lane", "fuzz"), new("Speed", "slow")];
}
