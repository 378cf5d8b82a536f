// Sends the answer back to the application; the page's button does the same without a script.
document.getElementById("answer").submit();
