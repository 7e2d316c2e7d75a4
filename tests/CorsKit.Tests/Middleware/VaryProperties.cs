using CorsKit.Middleware;
using CsCheck;

namespace CorsKit.Tests.Middleware;

[Trait("Lane", "fuzz")]
public sealed class VaryProperties
{
    private static readonly Gen<string> Field = Gen.OneOf("Origin", "origin", "Accept", "accept", "Accept-Encoding", "x-a", "*", "", " ", "\t", "a b", "é");

    private static readonly Gen<string[]> Lines = Gen.OneOf(
        Gen.Select(Field.List[0, 6], Gen.OneOf(",", ", ", " ,\t", ",,"), (fields, comma) => string.Join(comma, fields)).Array[0, 4],
        Gen.Select(Gen.Int[0, 80], Gen.Int[1, 80], (count, distinct) => (string[])[string.Join(',', Enumerable.Range(0, count).Select(i => $"x-{i % distinct}"))]),
        Fuzz.Mutated("Accept, Origin", "accept-encoding,*", "Origin").Array[0, 3]);

    private static readonly Gen<string> Fields = Gen.OneOf("Origin", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");

    [Fact]
    public void Vary_has_each_field_once() => Fuzz.Run(Gen.Select(Lines, Fields), input =>
    {
        var (lines, fields) = input;
        var headers = new HeaderDictionary { ["Vary"] = lines };

        CorsResponseHeaders.AddVary(headers, fields);

        Assert.Equal(Naive([.. lines, fields]), headers["Vary"].ToString());
        CorsResponseHeaders.AddVary(headers, fields);
        Assert.Equal(Naive([.. lines, fields]), headers["Vary"].ToString());
    });

    private static string Naive(string[] lines)
    {
        var fields = string.Join(',', lines).Split(',').Select(field => field.Trim()).Where(field => field != "").Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return fields.Contains("*") || fields.Count > 64 ? "*" : string.Join(", ", fields);
    }
}
