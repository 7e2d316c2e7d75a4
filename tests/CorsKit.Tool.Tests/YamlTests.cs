using CorsKit.Tool.Templates;

namespace CorsKit.Tool.Tests;

/// <summary>YAML that PyYAML reads, and so SAM and the AWS CLI, is read: the same values, at their own places.</summary>
public sealed class YamlTests
{
    /// <summary>Text, and what is in it: values with their places.</summary>
    public static TheoryData<string, string> Rows => new()
    {
        // Blanks before the first line of a block scalar.
        { "a:\n  b: |\n   \n      x\n  c: 1\n", "{a: {b: '\\nx\\n'@2:6, c: '1'@5:6}@2:3}@1:1" },
        { "a: |\n     \n     x\n    \n     y\nb: 1\n", "{a: '\\nx\\n\\ny\\n'@1:4, b: '1'@6:4}@1:1" },
        { "a: |-\r\n    \r\n    x\r\nb: 1\r\n", "{a: '\\nx'@1:4, b: '1'@4:4}@1:1" },

        // Quoted text with less indentation than what it stands in.
        { "a:\n  b: \"x\ny\n z\"\n  c: 1\n", "{a: {b: 'x y z'@2:6, c: '1'@5:6}@2:3}@1:1" },
        { "a:\n  b: 'x\ny'\n  c: 1\n", "{a: {b: 'x y'@2:6, c: '1'@4:6}@2:3}@1:1" },
        { "a:\n  b: { c: \"x\ny\", d: 1 }\n", "{a: {b: {c: 'x y'@2:11, d: '1'@3:8}@2:6}@2:3}@1:1" },
        { "a: \"x\n\n\\\ny\\\"\"\nb: 1\n", "{a: 'x\\ny\"'@1:4, b: '1'@5:4}@1:1" },
        { "a:\n  - \"x\ny\"\n  - \"z\n\"\n", "{a: ['x y'@2:5, 'z '@4:5]@2:3}@1:1" },

        // Brackets that end, or go on, with less indentation.
        { "a:\n  b: [\n  c,\n  ]\n  d: 1\n", "{a: {b: ['c'@3:3]@2:6, d: '1'@5:6}@2:3}@1:1" },
        { "a:\n  b: {\nc: [\n'd]', # ]\ne\n]\n}\n  f: 1\n", "{a: {b: {c: ['d]'@4:1, 'e'@5:1]@3:4}@2:6, f: '1'@8:6}@2:3}@1:1" },
        { "a:\n  b: !If [x,\n!Ref y,\nz]\n", "{a: {b: Fn::If(['x'@2:11, Ref('y'@3:1)@3:1, 'z'@4:1]@2:6)@2:6}@2:3}@1:1" },

        // A comment without a blank before it.
        { "a: [b]#c\nd: \"e\"#f\n", "{a: ['b'@1:5]@1:4, d: 'e'@2:4}@1:1" },

        // What has always been read.
        { "%YAML 1.1\n---\na: b\n...\n", "{a: 'b'@3:4}@3:1" },
        { "? a\n: b\nc: &x d\ne: &x f\ng: *x\n", "{a: 'b'@2:3, c: 'd'@3:4, e: 'f'@4:4, g: 'f'@4:4}@1:1" },
        { "a: b\t\nc:\td\n", "{a: 'b'@1:4, c: 'd'@2:4}@1:1" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_text_has_the_values_of_the_table_at_their_places(string text, string expected) =>
        Assert.Equal(expected, Describe(YamlDocumentReader.Read("t.yaml", text).Root));

    private static string Describe(Node node) => node switch
    {
        FunctionNode function => $"{function.Name}({Describe(function.Argument)})",
        SequenceNode => $"[{string.Join(", ", node.Items.Select(Describe))}]",
        MappingNode => $"{{{string.Join(", ", node.Entries.Select(entry => $"{entry.Key}: {Describe(entry.Value)}"))}}}",
        _ => $"'{node.Text!.Replace("\n", "\\n", StringComparison.Ordinal)}'",
    } + $"@{node.Location.Line}:{node.Location.Column}";
}
