// Sends the answer back to the application; the page's button does the same without a script.
// Not submit(): the button's id hides that method.
document.getElementById("answer").requestSubmit();
