using EdgeVision.Model;

namespace EdgeVision.Runtime.Tests.Refusals;

/// <summary>Asserts how a well-formed but unusable model is refused.</summary>
internal static class Refusal
{
    /// <summary>The message, which must be one line that names the file.</summary>
    public static string MessageFor(TfliteModel model, PlanOptions? options = null)
    {
        string message = Assert.Throws<UnsupportedModelException>(() => ExecutionPlan.Create(model, options)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.StartsWith($"{model.Name}: ", message, StringComparison.Ordinal);
        return message;
    }

    /// <summary>The message names the operator's index, the operator and a tensor, and says what is wrong.</summary>
    public static void Expect(TfliteModel model, string reason, PlanOptions? options = null, int index = 0)
    {
        string message = MessageFor(model, options);
        Assert.StartsWith($"{model.Name}: operator {index} {model.Operators[index].DisplayName}, ", message, StringComparison.Ordinal);
        Assert.Matches(" tensor [0-9]+ '", message);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }
}
