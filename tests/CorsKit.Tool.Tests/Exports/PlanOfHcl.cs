using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CorsKit.Tool.Tests.Exports;

/// <summary>The plan that Terraform makes of what export writes for it, as far as that goes: blocks, values of one line, maps, references.</summary>
internal static partial class PlanOfHcl
{
    public static string Write(string hcl)
    {
        var lines = new Queue<string>(hcl.Split('\n').Where(line => line.Length > 0 && line[0] != '#'));
        JsonArray planned = [], configured = [];
        while (lines.TryDequeue(out var header))
        {
            var (values, references) = Body(lines);
            if (header.StartsWith("variable ", StringComparison.Ordinal))
            {
                continue;
            }

            var name = ResourceHeader().Match(header);
            Assert.True(name.Success, header);
            JsonObject Resource(string key, JsonObject value) => new()
            {
                ["address"] = $"{name.Groups[1]}.{name.Groups[2]}",
                ["mode"] = "managed",
                ["type"] = name.Groups[1].Value,
                ["name"] = name.Groups[2].Value,
                [key] = value,
            };
            planned.Add(Resource("values", values));
            configured.Add(Resource("expressions", references));
        }

        return new JsonObject
        {
            ["format_version"] = "1.2",
            ["planned_values"] = new JsonObject { ["root_module"] = new JsonObject { ["resources"] = planned } },
            ["configuration"] = new JsonObject { ["root_module"] = new JsonObject { ["resources"] = configured } },
        }.ToJsonString();
    }

    private static (JsonObject Values, JsonObject References) Body(Queue<string> lines)
    {
        JsonObject values = [], references = [];
        while (lines.Dequeue().Trim() is var line && line != "}")
        {
            if (line.EndsWith(" = {", StringComparison.Ordinal))
            {
                values[line[..^4].TrimEnd()] = Body(lines).Values;
            }
            else if (line.EndsWith(" {", StringComparison.Ordinal))
            {
                values[line[..^2]] = new JsonArray(Body(lines).Values);
            }
            else
            {
                var argument = Argument().Match(line);
                Assert.True(argument.Success, line);
                var (key, value) = (argument.Groups[1].Value.Trim('"'), argument.Groups[2].Value);
                if (value is "true" or "false" || value[0] is '"' or '[' or '-' || char.IsAsciiDigit(value[0]))
                {
                    values[key] = JsonNode.Parse(value);
                }
                else
                {
                    references[key] = JsonSerializer.SerializeToNode(new { references = new[] { value, string.Join('.', value.Split('.').Take(2)) } });
                }
            }
        }

        return (values, references);
    }

    [GeneratedRegex("^resource \"([a-z0-9_]+)\" \"([a-z0-9_]+)\" \\{$")]
    private static partial Regex ResourceHeader();

    [GeneratedRegex("^(\\w+|\"[^\"]+\") += (.+)$")]
    private static partial Regex Argument();
}
