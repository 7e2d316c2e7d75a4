using CorsKit.Middleware;
using CsCheck;
using Microsoft.Extensions.Primitives;

namespace CorsKit.Tests.Fuzz;

/// <summary>Vary, as a backend sent it, against its definition.</summary>
public sealed class VaryFuzz
{
    private const int MostFields = 64;

    private static readonly Gen<string> Line = Gen.OneOf("Origin", "Accept-Encoding, Origin", "accept,ORIGIN , Cookie", "*", "", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers")
        .Edited(",", ", ", "*", "Origin", "origin", " ", "\t", "x-a", "\u0130", "\u017f", "\0", "\u00a0", "a", ",x1,x2,x3,x4,x5,x6,x7,x8,x9,y1,y2,y3,y4,y5,y6,y7,y8,y9,z1,z2,z3,z4,z5,z6,z7,z8,z9");

    [Fuzz]
    public void Vary_is_what_the_naive_twin_joins() =>
        Gen.Select(Line.Null().Array[0, 4], Gen.OneOf("Origin", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers", "X-Tenant")).Fuzz(input =>
        {
            var (lines, fields) = input;
            var vary = Fuzzing.Within(16_384 + (4 * lines.Sum(line => line?.Length ?? 0)), () =>
            {
                var headers = new HeaderDictionary { ["Vary"] = new StringValues(lines) };
                CorsResponseHeaders.AddVary(headers, fields);
                return headers["Vary"];
            });

            Assert.Equal(Join([.. lines, fields]), Assert.Single(vary.ToArray()));
        });

    private static string Join(string?[] lines)
    {
        var names = lines.SelectMany(line => (line ?? "").Split(',')).Select(name => name.Trim()).Where(name => name != "").Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return names.Contains("*") || names.Count > MostFields ? "*" : string.Join(", ", names);
    }
}
